import type { Desired } from '../../../core/index.ts';
import type { Context } from './context.ts';
import { replicasOf } from './replica.ts';
import { routeTo } from './route.ts';

export type Switched = { readonly replicas: readonly string[] };

/**
 * The moment of a rollout: traffic goes to the new replicas, all of them count as serving and are restarted from now on when they end,
 * and those that stay carry the new release number. Gives the keys of all that serve now.
 */
export const switchOver = async (
  context: Context,
  { app, version }: Desired,
  { keep, trial }: { readonly keep: readonly string[]; readonly trial: readonly string[] },
): Promise<Switched> => {
  const keys = new Set([...keep, ...trial]);
  const chosen = replicasOf(context.keeper.kept().values(), app.id).filter(({ kept }) => keys.has(kept.key));
  await routeTo(context, app, chosen);
  await Promise.all(
    chosen
      .filter(({ meta }) => !meta.serving || meta.version !== version)
      .map(({ kept, meta }) => context.keeper.change({ key: kept.key, meta: { ...meta, serving: true, version }, version, restart: true })),
  );
  return { replicas: chosen.map(({ kept }) => kept.key) };
};
