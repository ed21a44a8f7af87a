import type { Desired } from './desired.ts';
import type { Author, Edit, Release } from './edit.ts';
import type { App, AppId, Oid } from './ids.ts';

export type RepositoryKind = 'source' | 'config';

/** `from` absent: any old value. `from` zeroOid: must not exist. `to` absent: delete. */
export type RefUpdate = { readonly repository: RepositoryKind; readonly ref: string; readonly to?: Oid; readonly from?: Oid };

/** The two repositories of each app: git objects and refs. The reconciler's protocol acts through them, the git server keeps them. */
export type Repositories = {
  /** Makes both repositories and seeds config `main` (app.yaml, env.yaml, .sops.yaml, README.md). Idempotent. */
  readonly create: (app: App, by: Author) => Promise<void>;
  readonly destroy: (app: App) => Promise<void>;
  /** Every ref of one repository under a prefix, by full name. */
  readonly refs: (app: AppId, repository: RepositoryKind, prefix?: string) => Promise<ReadonlyMap<string, Oid>>;
  /**
   * Moves refs of ONE repository in one transaction of `git update-ref --stdin`; believed only on `commit: ok`.
   * False: a `from` no longer held, nothing moved. Throws for anything else.
   */
  readonly move: (app: AppId, updates: readonly RefUpdate[]) => Promise<boolean>;
  /**
   * Commits `edit` made on top of `base` (re-applied by key), signed by the platform, with author and trailers
   * (`Sluice-Deploy`, and what the edit adds). No ref moves. Undefined: the edit changes nothing on this base.
   */
  readonly make: (
    app: App,
    base: Oid,
    edit: Edit,
    by: Author,
    trailers: Readonly<Record<string, string>>,
  ) => Promise<{ readonly commit: Oid; readonly summary: string } | undefined>;
  /** Commit with the tree of `tree` and exactly these parents and message: the journal entry, and its verdicts. */
  readonly journal: (app: AppId, entry: { readonly tree: Oid; readonly parents: readonly Oid[]; readonly message: string }) => Promise<Oid>;
  /** Message and parents of a commit of the config repository. */
  readonly message: (app: AppId, commit: Oid) => Promise<{ readonly message: string; readonly parents: readonly Oid[] }>;
  /** First line of the message of a source commit, without control characters. */
  readonly subject: (app: AppId, commit: Oid) => Promise<string>;
  /** Reads a config commit whole, decrypted. */
  readonly desired: (app: App, commit: Oid) => Promise<Desired>;
  readonly version: (app: AppId, commit: Oid) => Promise<number>;
  /** Releases on the first-parent chain of `commit`, newest first, at most `limit`. */
  readonly releases: (app: AppId, commit: Oid, limit: number) => Promise<readonly Release[]>;
  /** True when `ancestor` is on the first-parent chain of `commit` (or is it). */
  readonly onFirstParentChain: (app: AppId, ancestor: Oid, commit: Oid) => Promise<boolean>;
  /** Waits for git children of an earlier life of the server to be gone (kills those that stay), then sweeps stale locks and quarantines. */
  readonly settle: () => Promise<void>;
};
