import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App, SlugDigest } from '../../../core/index.ts';
import type { Context } from './context.ts';
import { logFolder } from './logs/files.ts';
import { metaOf } from './replica.ts';
import { runsFolder } from './run.ts';

/** The router writes the last requests of an app this long after they have ended, at most, and would make the folder again. */
const routerWritesMs = 250;

/** Stops everything of an app at once and removes route, logs, records, and the trees only it used. The intent goes last: until then it can be done again. */
export const destroyApp = async (context: Context, app: App): Promise<void> => {
  const { keeper, router, intents, trees, limits, stopping } = context;
  await keeper.connect();
  await router.remove(app.id);
  const keys = [...keeper.kept().values()].filter((kept) => metaOf(kept).app === app.id).map(({ key }) => key);
  await Promise.all(
    keys.map(async (key) => {
      context.retiring.add(key);
      await keeper.stop(key, limits.stopGraceMs);
      await keeper.until(key, (kept) => (kept === undefined ? true : undefined), stopping);
    }),
  );
  await sleep(routerWritesMs);
  await rm(logFolder(context.folder, app.id), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  await rm(runsFolder(context.folder, app.id), { recursive: true, force: true });
  const own = slugsOf(context, (id) => id === app.id);
  const others = slugsOf(context, (id) => id !== app.id);
  for (const slug of own) if (!others.has(slug)) await trees.remove(slug);
  await intents.remove(app.id);
  context.live.delete(app.id);
  context.changed(app.id);
};

/** Slugs that intents or running processes of some apps refer to. */
export const slugsOf = ({ intents, keeper }: Context, whose: (app: App['id']) => boolean): ReadonlySet<SlugDigest> => {
  const slugs = new Set<SlugDigest>();
  for (const { app, last, past } of intents.all()) {
    if (!whose(app.id)) continue;
    for (const { slug } of [last, ...past]) if (slug !== undefined) slugs.add(slug);
  }
  for (const kept of keeper.kept().values()) {
    const meta = metaOf(kept);
    if (whose(meta.app)) slugs.add(meta.slug);
  }
  return slugs;
};
