import type { App, Author, Deploy, DeployId, DeployKind, Edit, Fault, Oid, Progress, Timings } from '../../core/index.ts';

/** A change somebody wants, before it holds the deploy lock. */
export type Intent = {
  readonly deploy: DeployId;
  readonly app: App;
  readonly kind: DeployKind;
  readonly by: Author;
  /** What it is, for those who wait behind it: `push of 1a2b3c4`. */
  readonly what: string;
  readonly rollOut: boolean;
  readonly createdAt: number;
  /** Made under the lock, on the config `main` of that moment. Throws where the change makes no sense (any more). */
  readonly edit: (base: Oid) => Promise<Edit>;
  /** For pushes: the source commit, its branch, and the value of the branch that git was told. */
  readonly source?: { readonly commit: Oid; readonly branch: string; readonly old: Oid };
  readonly output: Progress;
  /** Aborts on a disconnect or a cancel. Heeded before the journal. */
  readonly signal: AbortSignal;
};

/** How a change ended. */
export type Ending =
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'accepted' | 'live'; readonly deploy: Deploy; readonly timings: Timings }
  | { readonly kind: 'refused'; readonly fault: Fault };
