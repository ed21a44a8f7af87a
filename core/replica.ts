import type { Stamp } from './ids.ts';

export type ReplicaState = 'starting' | 'healthy' | 'stopping' | 'crashed';

/** A replica as its engine sees it. */
export type Replica = {
  /** `web.1`, unique in the app among running replicas of one rollout; old and new may share it while they overlap. */
  readonly name: string;
  readonly processType: string;
  readonly stamp: Stamp;
  /** Release it belongs to now (relabelled without a restart when stamps are equal). */
  readonly version: number;
  readonly state: ReplicaState;
  readonly startedAt: number;
  readonly restarts: number;
  readonly size: number;
  /** How its last run ended, where it has crashed before: `exited with 1`, `out of memory`. */
  readonly lastExit?: string;
};
