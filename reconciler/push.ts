import type { App, Author, Oid, Progress } from '../core/index.ts';

/** A push as the git server hands it over. Declared here by its user; `gitserver` provides it. */
export type RefCommand = { readonly ref: string; readonly old: Oid; readonly new: Oid };
export type RefAnswer =
  | { readonly ref: string; readonly ok: true; readonly option?: string }
  | { readonly ref: string; readonly ok: false; readonly reason: string };

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
  readonly repository: 'source' | 'config';
  readonly by: Author;
  /** All refs of the push. */
  readonly commands: readonly RefCommand[];
  readonly options: PushOptions;
  /** Writes the tree as pushed, also out of quarantine. */
  readonly export: (commit: Oid, folder: string) => Promise<void>;
};

/** What the two hooks of a push run. */
export type Receive = {
  /** `pre-receive`: objects are in quarantine. A thrown Fault refuses the whole push, and nothing of it stays. */
  readonly gate: (push: Push, output: Progress, signal: AbortSignal) => Promise<void>;
  /** `proc-receive`: moves these refs itself and answers for each. */
  readonly land: (push: Push, commands: readonly RefCommand[], output: Progress, signal: AbortSignal) => Promise<readonly RefAnswer[]>;
  /** The push is over, whatever way: gives back what the gate holds. Idempotent. */
  readonly end: (push: Push) => void;
};
