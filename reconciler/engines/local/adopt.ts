import type { Context } from './context.ts';
import { metaOf } from './replica.ts';
import { retire } from './retire.ts';
import { routeTo, servingOf } from './route.ts';

/**
 * Puts in order what an earlier life of the server left: replicas nobody wants leave, routes lead to what serves. A rollout that was
 * under way is left as it is, for the apply that rejoins or replaces it.
 */
export const adoptKept = async (context: Context): Promise<void> => {
  const { keeper, intents, log } = context;
  await keeper.connect();
  const unwanted = [...keeper.kept().values()].filter((kept) => {
    const meta = metaOf(kept);
    if (meta.kind === 'run') return false; // whoever comes with its id joins it; an app may run a release phase before its first apply
    const last = intents.get(meta.app)?.last;
    if (last === undefined) return true;
    if (last.outcome === undefined) return false;
    return last.outcome.kind === 'live' ? !last.replicas.includes(kept.key) : !meta.serving;
  });
  retire(
    context,
    unwanted.map(({ key }) => key),
  );
  for (const { app, last } of intents.all()) {
    if (last.outcome === undefined) continue;
    await routeTo(context, app, servingOf(context, app)).catch((error) =>
      log.error('a route could not be put right', { app: app.name, error }),
    );
  }
};
