import type { Author } from './edit.ts';
import type { AppId, DeployId, Oid } from './ids.ts';

export type DeployKind = 'push' | 'env' | 'scale' | 'restart' | 'rollback';

/** `waiting`: for a lock. `building`: in the gate. `rolling`: journalled. `undoing`: verdict given. The last four are ends. */
export type DeployState = 'waiting' | 'building' | 'rolling' | 'undoing' | 'live' | 'failed' | 'cancelled' | 'undecided';

/** One attempt to make a change real. A row of the `deploys` table, a projection of the journal. */
export type Deploy = {
  readonly id: DeployId;
  readonly app: AppId;
  readonly kind: DeployKind;
  readonly state: DeployState;
  readonly by: Author;
  readonly summary: string;
  /** Source commit, for pushes. */
  readonly source?: Oid;
  /** Config commit it makes real, once made. */
  readonly commit?: Oid;
  /** Release number once live. */
  readonly version?: number;
  /** Why it failed or was cancelled. */
  readonly reason?: string;
  readonly createdAt: number;
  readonly finishedAt?: number;
};

/** Where the time of a deploy went, in milliseconds, in the order it was spent. */
export type Timings = readonly { readonly step: string; readonly ms: number }[];
