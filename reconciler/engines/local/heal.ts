import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../../core/index.ts';
import type { Context } from './context.ts';
import { launch } from './launch.ts';
import { replicasOf } from './replica.ts';
import { routeTo } from './route.ts';
import { wantedOf } from './wanted.ts';

/**
 * After the keeper was killed, and all replicas with it: starts again what was live, without a trial (it has been found healthy before)
 * and under the same restart rules. Tries until it stands.
 */
export const heal = async (
  context: Context,
  app: App,
  ordered: <Value>(app: App, work: () => Promise<Value>) => Promise<Value>,
): Promise<void> => {
  for (;;) {
    try {
      return await ordered(app, () => startAnew(context, app));
    } catch (error) {
      if (context.stopping.aborted) return;
      context.log.warn('an app could not be started again yet', { app: app.name, error });
      await sleep(1000, undefined, { signal: context.stopping });
    }
  }
};

const startAnew = async (context: Context, app: App): Promise<void> => {
  const desired = context.live.get(app.id);
  const last = context.intents.get(app.id)?.last;
  if (desired === undefined || last?.outcome?.kind !== 'live') return; // an apply that is under way starts all by itself
  const present = () => replicasOf(context.keeper.kept().values(), app.id);
  for (const { command, ...wanted } of wantedOf(desired, context.identity.key)) {
    for (let index = 1; command !== undefined && index <= wanted.replicas; index += 1) {
      const name = `${wanted.processType}.${index}`;
      if (present().some(({ meta }) => meta.name === name)) continue;
      await launch(context, { desired, deploy: last.deploy, name, wanted: { ...wanted, command }, serving: true });
    }
  }
  await routeTo(context, app, present());
  const keys = present().map(({ kept }) => kept.key);
  await context.intents.end(app.id, last.deploy, last.outcome, keys);
};
