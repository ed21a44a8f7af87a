import type { AppId, Replica, ReplicaState } from '../../../core/index.ts';
import type { Context } from './context.ts';
import { shortExit } from './explain-exit.ts';
import { type KeptReplica, replicasOf } from './replica.ts';

/** The replicas of an app as others see them. */
export const viewReplicas = (context: Context, app: AppId): readonly Replica[] =>
  replicasOf(context.keeper.kept().values(), app).map((one): Replica => {
    const { kept, meta } = one;
    const { name, processType, stamp, version, size } = meta;
    const exit = kept.lastExit === undefined ? {} : { lastExit: shortExit(kept.lastExit) };
    return {
      name,
      processType,
      stamp,
      version,
      size,
      state: stateOf(context, one),
      startedAt: kept.startedAt,
      restarts: kept.restarts,
      ...exit,
    };
  });

const stateOf = (context: Context, { kept }: KeptReplica): ReplicaState => {
  if (context.retiring.has(kept.key) || kept.state === 'stopping') return 'stopping';
  if (kept.state !== 'running') return 'crashed';
  return context.healthy.get(kept.key) === kept.startedAt ? 'healthy' : 'starting';
};
