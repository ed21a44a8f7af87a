import { chmodSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { asFault, type Log } from '../../../../core/index.ts';
import { readJsonLines, writeJsonLine } from '../keeper/json-lines.ts';
import type { ChangeRoutes } from './change-routes.ts';
import { type Call, type Hello, parseRequest, protocolVersion, type Reply } from './control-protocol.ts';
import type { RouteTable } from './route-table.ts';
import type { Usage } from './usage.ts';

type Deps = {
  /** A path of the working folder, so that it is short enough for a socket. */
  readonly path: string;
  readonly changes: ChangeRoutes;
  readonly table: RouteTable;
  readonly usage: Usage;
  readonly shutdown: () => void;
  readonly log: Log;
};

/** Serves the control socket. A peer that sends anything but requests is cut off; the router goes on. */
export const serveControl = async (deps: Deps): Promise<Server> => {
  const { path, log } = deps;
  const server = createServer((socket) => {
    const peer = { greeted: false };
    socket.on('error', () => socket.destroy());
    readJsonLines(socket, (message) => void respond(deps, { socket, peer, message }));
  });
  rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
  server.on('error', (error) => log.warn('a control connection could not be accepted', { error }));
  chmodSync(path, 0o600);
  log.info('the router serves', { pid: process.pid });
  return server;
};

/** Whether somebody answers at the path: a socket file alone may be left from one that was killed. */
export const isServed = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Calls `lost` once the file at `path` is no longer the one that is there now: the folder was removed, or another router took over. */
export const watchOwnership = (path: string, lost: () => void): void => {
  const inode = (): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;
  const own = inode();
  const timer = setInterval(() => {
    if (inode() === own) return;
    clearInterval(timer);
    lost();
  }, 2000);
};

type Incoming = { readonly socket: Socket; readonly peer: { greeted: boolean }; readonly message: unknown };

const respond = async (deps: Deps, { socket, peer, message }: Incoming): Promise<void> => {
  const { id } = message as { readonly id?: unknown };
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return void socket.destroy();
  try {
    const request = parseRequest(message);
    if (!peer.greeted && request.op !== 'hello' && request.op !== 'shutdown') return void socket.destroy();
    if (request.op === 'hello') peer.greeted = request.version === protocolVersion;
    writeJsonLine(socket, { id, value: (await perform(deps, request)) ?? null } satisfies Reply);
    if (request.op === 'shutdown') deps.shutdown();
  } catch (error) {
    const { code, message: text, details } = asFault(error);
    if (code === 'bug') deps.log.error('a request on the control socket failed', { error });
    if (!peer.greeted) return void socket.destroy();
    const { hint, data } = details;
    const port = typeof data?.['port'] === 'number' ? { port: data['port'] } : {};
    writeJsonLine(socket, { id, fault: { code, message: text, ...(hint === undefined ? {} : { hint }), ...port } } satisfies Reply);
  }
};

const perform = async ({ changes, table, usage }: Deps, call: Call): Promise<unknown> => {
  switch (call.op) {
    case 'hello': {
      const hello: Hello = { version: protocolVersion, pid: process.pid };
      return call.version === protocolVersion ? { ...hello, port: await changes.listenAt(call) } : hello;
    }
    case 'set':
      return changes.set(call.route);
    case 'remove':
      return changes.remove(call.app);
    case 'drained':
      return usage.drained(call.port, call.timeoutMs);
    case 'routes':
      return table.all();
    case 'shutdown':
      return changes.stop();
    default:
      return call satisfies never;
  }
};
