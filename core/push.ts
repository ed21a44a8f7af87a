import type { Author } from './edit.ts';
import type { App, Oid } from './ids.ts';
import type { Progress } from './progress.ts';
import type { RepositoryKind } from './repositories.ts';

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

/** What the two hooks of a push run: the git server asks, the reconciler answers. Every promise is awaited before the request is over. */
export type Receive = {
  /**
   * `pre-receive`: objects are in quarantine. A thrown Fault refuses the whole push, and nothing of it stays.
   * The signal aborts when the client disconnects or the server stops; what returns after that is refused all the same.
   */
  readonly gate: (push: Push, output: Progress, signal: AbortSignal) => Promise<void>;
  /** `proc-receive`: moves these refs itself and answers for each. The signal is information: nothing is killed. */
  readonly land: (push: Push, commands: readonly RefCommand[], output: Progress, signal: AbortSignal) => Promise<readonly RefAnswer[]>;
  /** The push is over, whatever way, once for each call of `gate`: gives back what the gate holds. Idempotent. */
  readonly end: (push: Push) => void;
};
