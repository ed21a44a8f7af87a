import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from './context.ts';
import { metaOf } from './replica.ts';

/**
 * Stops processes in the background: one that took traffic first finishes what it has, for `drainTimeoutMs` at most, then SIGTERM, then
 * SIGKILL. From now on no plan keeps them. The route must not lead to them any more.
 */
export const retire = (context: Context, keys: readonly string[]): void => {
  for (const key of keys) {
    if (context.retiring.has(key)) continue;
    context.retiring.add(key);
    context.inBackground(`stopping ${key}`, leave(context, key));
  }
};

const leave = async (context: Context, key: string): Promise<void> => {
  const { keeper, router, limits, log, stopping } = context;
  const kept = keeper.kept().get(key);
  if (kept === undefined) return;
  const meta = metaOf(kept);
  context.changed(meta.app);
  if (meta.kind === 'replica' && meta.serving && meta.port !== 0 && kept.state === 'running') {
    // A router that is away has no connections either.
    await router
      .drained(meta.port, limits.drainTimeoutMs)
      .catch((error) => log.warn('a replica is stopped without draining', { key, error }));
  }
  while (!stopping.aborted && keeper.kept().has(key)) {
    try {
      return await keeper.stop(key, limits.stopGraceMs);
    } catch (error) {
      log.warn('a replica could not be stopped yet', { key, error });
      await sleep(1000, undefined, { signal: stopping });
    }
  }
};
