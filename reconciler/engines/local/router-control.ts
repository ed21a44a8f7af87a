import type { AppId } from '../../../core/index.ts';

/** A replica that takes traffic: where it listens on loopback, and its name for the access log. */
export type Backend = { readonly port: number; readonly replica: string };

export type Route = {
  readonly app: AppId;
  readonly hosts: readonly string[];
  /** Loopback port of its own; 0: choose. */
  readonly port: number;
  readonly backends: readonly Backend[];
};

/** What the engine needs from the router process. Implemented in router/. */
export type RouterControl = {
  /** Resolves when every new request goes by it and it is durable. Returns the route with its port chosen. */
  readonly set: (route: Route) => Promise<Route>;
  readonly remove: (app: AppId) => Promise<void>;
  /** True when no request or connection uses the port any more; false when timeoutMs passed first. */
  readonly drained: (port: number, timeoutMs: number) => Promise<boolean>;
  readonly routes: () => Promise<readonly Route[]>;
  /** The shared listener's port. */
  readonly port: () => Promise<number>;
};
