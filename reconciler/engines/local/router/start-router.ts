import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, type Log } from '../../../../core/index.ts';
import type { Route, RouterControl } from '../router-control.ts';
import { ConnectionLost, type ControlConnection, connectControl } from './control-connection.ts';
import { type Call, type Hello, protocolVersion } from './control-protocol.ts';
import { namingHolder } from './naming-holder.ts';
import { type RouterProgram, spawnRouter } from './spawn-router.ts';

export type RouterDeps = RouterProgram & {
  /** Where the shared listener is. Default: 127.0.0.1. */
  readonly host?: string;
  /** Its port. 0: the one used before in this folder, or any. */
  readonly port: number;
  /** How long a router may take to come up, and a call waits for one that is coming back. Default: 15000. */
  readonly startLimitMs?: number;
  readonly log: Log;
};

export type Router = RouterControl & {
  /** Lets go of the router, which serves on. */
  readonly stop: () => Promise<void>;
  /** Ends the router; resolves when its ports are free. */
  readonly shutdown: () => Promise<void>;
};

/**
 * Connects to the router of a folder, or starts it, and starts it again whenever it dies. Calls wait for it to come back and
 * are then made again; they are all idempotent. Throws `platform/port-taken` with the holder's name.
 */
export const startRouter = async (deps: RouterDeps): Promise<Router> => {
  const { host = '127.0.0.1', port, startLimitMs = 15_000, log } = deps;
  const folder = resolve(deps.folder);
  const own = join(folder, 'router');
  await mkdir(own, { recursive: true, mode: 0o700 });
  let stopped = false;

  const greet = async (): Promise<Link> => {
    const { connection, startedHere } = await connectOrSpawn({ folder, node: deps.node, startLimitMs });
    try {
      const hello = (await connection.call({ op: 'hello', version: protocolVersion, host, port })) as Hello;
      if (hello.port !== undefined) return { connection, port: hello.port };
      log.info('a router of another version is replaced', { pid: hello.pid, version: hello.version });
    } catch (error) {
      if (startedHere) await endRouter(connection);
      else connection.close();
      throw await namingHolder(error);
    }
    await endRouter(connection);
    return greet();
  };

  /** Until it stands again: a router must not stay away because something was in its way for a moment. */
  const comeBack = async (): Promise<Link> => {
    for (let waitMs = 20; ; waitMs = Math.min(2 * waitMs, 5000)) {
      try {
        return await greet();
      } catch (error) {
        if (stopped) throw away();
        log.error('the router does not come back; trying again', { error, waitMs });
        await sleep(waitMs);
      }
    }
  };

  const watch = ({ connection }: Link): void => {
    void connection.closed.then(() => {
      if (stopped) return;
      log.warn('the router went away; it is started again');
      link = comeBack();
      link.then(watch, () => {});
    });
  };

  let link: Promise<Link> = Promise.resolve(await greet());
  watch(await link);

  const call = async (request: Call): Promise<unknown> => {
    // A call that ends every router it is made to must not be made for ever.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (stopped) throw away();
      const { connection } = await orAway(link, startLimitMs);
      try {
        return await connection.call(request);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw await namingHolder(error);
        await connection.closed;
      }
    }
    throw away();
  };

  const letGo = async (): Promise<void> => {
    stopped = true;
    const [settled] = await Promise.allSettled([link]);
    if (settled.status === 'fulfilled') settled.value.connection.close();
  };

  return {
    set: async (route) => (await call({ op: 'set', route })) as Route,
    remove: async (app) => void (await call({ op: 'remove', app })),
    drained: async (backendPort, timeoutMs) => (await call({ op: 'drained', port: backendPort, timeoutMs })) as boolean,
    routes: async () => (await call({ op: 'routes' })) as readonly Route[],
    port: async () => (await orAway(link, startLimitMs)).port,
    stop: letGo,
    shutdown: async () => {
      await letGo();
      const running = await connectControl(own);
      if (running !== undefined) await endRouter(running);
    },
  };
};

type Link = { readonly connection: ControlConnection; readonly port: number };

const connectOrSpawn = async (
  program: RouterProgram & { readonly startLimitMs: number },
): Promise<{ connection: ControlConnection; startedHere: boolean }> => {
  const own = join(program.folder, 'router');
  const running = await connectControl(own);
  if (running !== undefined) return { connection: running, startedHere: false };
  const end = Date.now() + program.startLimitMs;
  let hasEnded = () => true;
  while (Date.now() < end) {
    if (hasEnded()) hasEnded = spawnRouter(program);
    await sleep(10);
    const connection = await connectControl(own);
    if (connection !== undefined) return { connection, startedHere: true };
    if (hasEnded()) await sleep(300);
  }
  throw new Fault('engine/away', 'The router does not start.', { hint: `Read ${join(own, 'router.log')}` });
};

/** Waits for a router that is coming back, but not for ever. */
const orAway = (link: Promise<Link>, limitMs: number): Promise<Link> => {
  const limit = new AbortController();
  const late = sleep(limitMs, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw away();
  });
  return Promise.race([link, late]).finally(() => {
    late.catch(() => {}); // aborted: the link came first
    limit.abort();
  });
};

const endRouter = async (connection: ControlConnection): Promise<void> => {
  await connection.call({ op: 'shutdown' }).catch((error: unknown) => {
    if (!(error instanceof ConnectionLost)) throw error;
  });
  await connection.closed;
};

const away = (): Fault => new Fault('engine/away', 'The router is away.', { hint: 'It is started again by itself; try once more.' });
