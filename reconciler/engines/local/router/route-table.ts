import type { AppId } from '../../../../core/index.ts';
import type { Backend, Route } from '../router-control.ts';

/** What the router knows now. A change is seen by the very next request. */
export type RouteTable = {
  readonly all: () => readonly Route[];
  readonly ofApp: (app: AppId) => Route | undefined;
  /** `host` in lower case, without a port. Claimed by two apps: the one set last has it. */
  readonly ofHost: (host: string) => Route | undefined;
  readonly ofPort: (port: number) => Route | undefined;
  readonly put: (route: Route) => void;
  readonly drop: (app: AppId) => void;
};

export const createRouteTable = (): RouteTable => {
  const byApp = new Map<AppId, Route>();
  const byHost = new Map<string, Route>();
  const byPort = new Map<number, Route>();
  const drop = (app: AppId): void => {
    const route = byApp.get(app);
    if (route === undefined) return;
    byApp.delete(app);
    byPort.delete(route.port);
    for (const host of route.hosts) {
      if (byHost.get(host) !== route) continue;
      byHost.delete(host);
      const other = [...byApp.values()].findLast(({ hosts }) => hosts.includes(host));
      if (other !== undefined) byHost.set(host, other);
    }
  };
  return {
    all: () => [...byApp.values()],
    ofApp: (app) => byApp.get(app),
    ofHost: (host) => byHost.get(host),
    ofPort: (port) => byPort.get(port),
    put: (route) => {
      drop(route.app);
      byApp.set(route.app, route);
      byPort.set(route.port, route);
      for (const host of route.hosts) byHost.set(host, route);
    },
    drop,
  };
};

/** The backend with the fewest requests in flight, those already tried last; among equals in turn. Undefined: there is none. */
export const chooseBackend = ({ backends, tried, inFlight, turn }: Choice): Backend | undefined => {
  let best: Backend | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let step = 0; step < backends.length; step += 1) {
    const backend = backends[(turn + step) % backends.length] as Backend;
    const cost = inFlight(backend.port) + (tried.has(backend.port) ? 1e9 : 0);
    if (cost < bestCost) {
      best = backend;
      bestCost = cost;
    }
  }
  return best;
};

type Choice = {
  readonly backends: readonly Backend[];
  readonly tried: ReadonlySet<number>;
  readonly inFlight: (port: number) => number;
  readonly turn: number;
};
