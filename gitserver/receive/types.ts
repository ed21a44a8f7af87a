import type { App, AppId, Author, Oid, Progress } from '../../core/index.ts';

export type RepositoryKind = 'source' | 'config';

/** One line of a push: `old` zeroOid creates, `new` zeroOid deletes. */
export type RefCommand = { readonly ref: string; readonly old: Oid; readonly new: Oid };

/** What became of a ref. `option`: the ref git names to the pusher instead (`option refname`). `reason`: one line. */
export type RefAnswer =
  | { readonly ref: string; readonly ok: true; readonly option?: string }
  | { readonly ref: string; readonly ok: false; readonly reason: string };

/** From `-o` options and the two GIGALIXIR headers. `unknown`: options with no meaning here, as typed. */
export type PushOptions = {
  readonly cleanCache: boolean;
  readonly hot: boolean;
  readonly noWait: boolean;
  readonly noDeploy: boolean;
  readonly dryRun: boolean;
  readonly message?: string;
  readonly unknown: readonly string[];
};

export type Push = {
  readonly id: string;
  readonly app: App;
  readonly repository: RepositoryKind;
  readonly by: Author;
  /** All refs of the push, those excepted that git itself has refused. */
  readonly commands: readonly RefCommand[];
  readonly options: PushOptions;
  /** Writes the tree of a pushed commit, byte for byte, into an existing empty folder; also out of quarantine. `push/refused` for submodules. */
  readonly export: (commit: Oid, folder: string) => Promise<void>;
};

/** What the two hooks of a push run. Implemented by others; every promise is awaited before the request is over. */
export type Receive = {
  /**
   * `pre-receive`: objects are in quarantine. A thrown Fault refuses the whole push, and nothing of it stays.
   * The signal aborts when the client disconnects or the server stops; what returns after that is refused all the same.
   */
  readonly gate: (push: Push, output: Progress, signal: AbortSignal) => Promise<void>;
  /** `proc-receive`: moves these refs itself and answers for each. The signal is information: nothing is killed. */
  readonly land: (push: Push, commands: readonly RefCommand[], output: Progress, signal: AbortSignal) => Promise<readonly RefAnswer[]>;
  /** The push is over, whatever way: once for each call of `gate`. */
  readonly end: (push: Push) => void;
};

/** Who pushes or fetches, and what: proven by `authorise`, not by anything the client says later. */
export type GitCaller = { readonly app: App; readonly by: Author; readonly deployBranch?: string };

/** Where the bare repositories are, as absolute paths. */
export type RepositoryPath = (app: AppId, repository: RepositoryKind) => string;
