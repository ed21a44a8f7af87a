import type { Timings } from './deploy.ts';
import type { Author } from './edit.ts';
import type { DeployId, Oid } from './ids.ts';

/** A change asked for over the API. `rollback` without a version: the release before the newest. */
export type ChangeRequest =
  | { readonly kind: 'env'; readonly set: Readonly<Record<string, string>>; readonly unset: readonly string[] }
  | { readonly kind: 'scale'; readonly processes: Readonly<Record<string, { readonly replicas?: number; readonly size?: number }>> }
  | { readonly kind: 'restart' }
  | { readonly kind: 'rollback'; readonly version?: number };

export type ChangeOptions = {
  readonly by: Author;
  /** False: `Deploy: no`. Accepted, not rolled out. */
  readonly rollOut: boolean;
  /** The same key within 24 h gives the first call's answer. For changes that are not idempotent by nature. */
  readonly idempotencyKey?: string;
  /** Aborted before the journal: the change is dropped. Later it goes on and can be rejoined. */
  readonly signal: AbortSignal;
};

/** Failures are thrown: `deploy/failed`, `deploy/cancelled`, `deploy/undecided`, `deploy/conflict`, each with `data.deploy`. */
export type ChangeResult =
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'accepted'; readonly deploy: DeployId; readonly version: number; readonly commit: Oid; readonly summary: string }
  | {
      readonly kind: 'live';
      readonly deploy: DeployId;
      readonly version: number;
      readonly commit: Oid;
      readonly summary: string;
      readonly timings: Timings;
    };
