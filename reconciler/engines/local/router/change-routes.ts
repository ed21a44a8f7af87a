import { type AppId, isFault, type Log } from '../../../../core/index.ts';
import { createKeyedLock } from '../../../../system/index.ts';
import type { Route } from '../router-control.ts';
import type { Listeners } from './listeners.ts';
import type { RouteStore } from './route-store.ts';
import type { RouteTable } from './route-table.ts';
import type { Upstreams } from './upstreams.ts';

type Deps = {
  readonly table: RouteTable;
  readonly store: RouteStore;
  readonly listeners: Listeners;
  readonly upstreams: Upstreams;
  readonly log: Log;
};

/** Every change of what the router serves. One at a time: listen, make it durable, switch, and only then answer. */
export type ChangeRoutes = {
  /** Takes up what was stored. A port that is taken now is tried again until it is free. */
  readonly restore: () => Promise<void>;
  /** The shared listener. Port 0: the one used before where it is free. Resolves to the port. */
  readonly listenAt: (at: { readonly host: string; readonly port: number }) => Promise<number>;
  readonly set: (route: Route) => Promise<Route>;
  readonly remove: (app: AppId) => Promise<void>;
  readonly stop: () => void;
};

export const createChangeRoutes = ({ table, store, listeners, upstreams, log }: Deps): ChangeRoutes => {
  const lock = createKeyedLock();
  let shared = { host: loopback, port: 0 };
  let retry: NodeJS.Timeout | undefined;

  const commit = async (routes: readonly Route[], next = shared): Promise<void> => {
    await store.save({ ...next, routes });
    shared = next;
  };
  const settle = (): void => upstreams.keepOnly(new Set(table.all().flatMap(({ backends }) => backends.map(({ port }) => port))));

  /** Opens `port`, or for 0 the former one, or else any. */
  const open = async (at: { readonly host: string; readonly port: number }, former: number): Promise<number> => {
    if (at.port !== 0 || former === 0) return listeners.open(at);
    try {
      return await listeners.open({ host: at.host, port: former });
    } catch (error) {
      if (!isFault(error, 'platform/port-taken')) throw error;
      log.warn('the port used before is taken; another is chosen', { port: former });
      return listeners.open(at);
    }
  };

  const openMissing = async (): Promise<void> => {
    const wanted = [shared, ...table.all().map(({ port }) => ({ host: loopback, port }))];
    const missing = wanted.filter(({ port }) => port !== 0 && !listeners.has(port));
    for (const at of missing) {
      await listeners.open(at).catch((error: unknown) => log.warn('a port of the router is not to be had; trying again', { ...at, error }));
    }
    clearTimeout(retry);
    if (missing.some(({ port }) => !listeners.has(port))) retry = setTimeout(() => void lock('', openMissing), 1000);
  };

  return {
    restore: () =>
      lock('', async () => {
        const { host, port, routes } = await store.load();
        shared = { host, port };
        for (const route of routes) table.put(route);
        await openMissing();
      }),
    listenAt: (at) =>
      lock('', async () => {
        const before = shared;
        const same = at.host === before.host && (at.port === 0 || at.port === before.port);
        if (same && listeners.has(before.port)) return before.port;
        const port = await open(at, at.host === before.host ? before.port : 0);
        await commit(table.all(), { host: at.host, port });
        if (before.port !== port) listeners.close(before.port);
        return port;
      }),
    set: (wanted) =>
      lock('', async () => {
        const before = table.ofApp(wanted.app);
        const keeps = before !== undefined && (wanted.port === 0 || wanted.port === before.port) && listeners.has(before.port);
        const port = keeps ? before.port : await open({ host: loopback, port: wanted.port }, before?.port ?? 0);
        const route: Route = { ...wanted, port };
        if (before !== undefined && JSON.stringify(before) === JSON.stringify(route)) return route;
        try {
          await commit([...table.all().filter(({ app }) => app !== wanted.app), route]);
        } catch (error) {
          if (!keeps) listeners.close(port);
          throw error;
        }
        table.put(route);
        settle();
        if (before !== undefined && before.port !== port) listeners.close(before.port);
        return route;
      }),
    remove: (app) =>
      lock('', async () => {
        const before = table.ofApp(app);
        if (before === undefined) return;
        await commit(table.all().filter((route) => route.app !== app));
        table.drop(app);
        settle();
        listeners.close(before.port);
      }),
    stop: () => {
      clearTimeout(retry);
      listeners.closeAll();
    },
  };
};

/** Ports of single apps are for this machine only. */
const loopback = '127.0.0.1';
