import type { App, DeployId } from '../../../core/index.ts';
import type { Context } from './context.ts';
import type { Present } from './plan.ts';
import { type KeptReplica, replicasOf } from './replica.ts';

/**
 * What is there of an app, as a plan sees it. One that failed on trial counts only for the deploy that tried it: the same stamp in
 * another deploy is another try.
 */
export const presentOf = (context: Context, app: App, deploy?: DeployId): readonly Present[] =>
  replicasOf(context.keeper.kept().values(), app.id).map(
    ({ kept, meta }: KeptReplica): Present => ({
      key: kept.key,
      name: meta.name,
      processType: meta.processType,
      stamp: meta.stamp,
      deploy: meta.deploy,
      serving: meta.serving,
      leaving: context.retiring.has(kept.key) || kept.state === 'stopping' || (kept.state === 'exited' && meta.deploy !== deploy),
    }),
  );
