import { awaitHealthy } from './await-healthy.ts';
import type { Context } from './context.ts';
import { metaOf } from './replica.ts';

/** An app that comes back may take its time: nothing is decided by it any more. */
const timeoutMs = 600_000;

/**
 * After a restart by the keeper, or of the server, a replica counts as healthy only when it has been seen to be. Call it at each change
 * of one that serves.
 */
export const createHealthWatch = (contextOf: () => Context) => {
  const watching = new Set<string>();

  const watchHealth = (key: string): void => {
    const context = contextOf();
    const kept = context.keeper.kept().get(key);
    if (kept?.state !== 'running' || context.healthy.get(key) === kept.startedAt) return;
    if (watching.has(key) || context.stopping.aborted) return;
    watching.add(key);
    const { app } = metaOf(kept);
    const desired = context.live.get(app);
    const host = (desired === undefined ? undefined : context.hosts(desired.app)[0]) ?? 'localhost';
    const options = { health: desired?.shape.health, host, timeoutMs, onHint: () => {} };
    const watched = awaitHealthy(context, key, options, context.stopping).finally(() => {
      watching.delete(key);
      context.changed(app);
      watchHealth(key);
    });
    context.inBackground('watching the health of a replica', watched);
  };
  return watchHealth;
};
