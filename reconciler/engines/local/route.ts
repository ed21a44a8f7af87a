import type { App } from '../../../core/index.ts';
import type { Context } from './context.ts';
import { type KeptReplica, replicasOf } from './replica.ts';
import type { Backend, Route } from './router-control.ts';

/** Sends an app's traffic to these replicas (those with a port) and no others. Asks the router for nothing when it does so already. */
export const routeTo = async (context: Context, app: App, replicas: readonly KeptReplica[]): Promise<Route> => {
  const backends = replicas.filter(({ meta }) => meta.port !== 0).map(({ meta }): Backend => ({ port: meta.port, replica: meta.name }));
  const hosts = context.hosts(app);
  const before = await routeOf(context, app);
  if (before !== undefined && sameRoute(before, { hosts, backends })) return before;
  return context.router.set({ app: app.id, hosts, port: before?.port ?? 0, backends });
};

export const routeOf = async (context: Context, app: App): Promise<Route | undefined> =>
  (await context.router.routes()).find((route) => route.app === app.id);

/** The replicas that serve: part of what is live, and not on their way out. */
export const servingOf = (context: Context, app: App): readonly KeptReplica[] =>
  replicasOf(context.keeper.kept().values(), app.id).filter(
    ({ kept, meta }) => meta.serving && !context.retiring.has(kept.key) && kept.state !== 'stopping',
  );

const sameRoute = (one: Pick<Route, 'hosts' | 'backends'>, other: Pick<Route, 'hosts' | 'backends'>): boolean =>
  JSON.stringify([one.hosts, backendsOf(one)]) === JSON.stringify([other.hosts, backendsOf(other)]);

const backendsOf = ({ backends }: Pick<Route, 'backends'>) => backends.map(({ port, replica }) => `${port} ${replica}`).sort();
