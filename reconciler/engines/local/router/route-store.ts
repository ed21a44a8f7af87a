import { readFile, rename } from 'node:fs/promises';
import { Fault, type Log } from '../../../../core/index.ts';
import { ifThere, writeFileAtomic } from '../../../../system/index.ts';
import type { Route } from '../router-control.ts';
import { isPort, parseRoute } from './parse-route.ts';

/** What the router finds again after a crash. `port` 0: it has not listened yet. */
export type Stored = { readonly host: string; readonly port: number; readonly routes: readonly Route[] };

/** Routes on disk, in one file written whole. */
export type RouteStore = { readonly load: () => Promise<Stored>; readonly save: (stored: Stored) => Promise<void> };

/** A file that can't be read is put aside (`.damaged`) and told in the log: the server sets every route again when it starts. */
export const createRouteStore = ({ path, log }: { readonly path: string; readonly log: Log }): RouteStore => ({
  load: async () => {
    const text = await ifThere(readFile(path, 'utf8'));
    if (text === undefined) return nothing;
    try {
      return parseStored(text);
    } catch (cause) {
      await rename(path, `${path}.damaged`);
      log.error('the stored routes are damaged; starting without', { path: `${path}.damaged`, cause });
      return nothing;
    }
  },
  save: (stored) => writeFileAtomic(path, `${JSON.stringify({ version: 1, ...stored })}\n`, { mode: 0o600 }),
});

/** Reads the file's text; throws for anything but version 1, whole and valid. */
export const parseStored = (text: string): Stored => {
  const { version, host, port, routes } = JSON.parse(text) as Record<string, unknown>;
  if (version !== 1 || typeof host !== 'string' || !isPort(port) || !Array.isArray(routes)) {
    throw new Fault('request/invalid', 'Stored routes need version 1, a host, a port and a list of routes.');
  }
  return { host, port, routes: routes.map(parseRoute) };
};

const nothing: Stored = { host: '127.0.0.1', port: 0, routes: [] };
