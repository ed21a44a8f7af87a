import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, type Log } from '../../../core/index.ts';
import type { Change, Event, Hello, Kept, PortBlock, Start } from './keeper/protocol.ts';
import { connectKeeper, type KeeperConnection } from './keeper-connection.ts';
import { type KeeperProgram, startKeeper } from './start-keeper.ts';

const startLimitMs = 15_000;

export type KeeperClient = {
  /** What the keeper keeps, as of the last event. */
  readonly kept: () => ReadonlyMap<string, Kept>;
  /** Connects; starts a keeper where none runs. Every call does it by itself. */
  readonly connect: () => Promise<void>;
  readonly start: (start: Start) => Promise<Kept>;
  /** With the key alone it changes nothing and gives the newest lines. Undefined: no such key. */
  readonly change: (change: Change) => Promise<Kept | undefined>;
  readonly stop: (key: string, graceMs: number) => Promise<void>;
  readonly forget: (key: string) => Promise<void>;
  readonly ports: () => readonly PortBlock[];
  readonly claimPorts: () => Promise<PortBlock>;
  /** Resolves when `ready` gives something; asked after each event of that key, and when the keeper is lost (then with undefined). */
  readonly until: <Value>(key: string, ready: (kept: Kept | undefined) => Value | undefined, signal: AbortSignal) => Promise<Value>;
  /** Ends the keeper and all it keeps. No effect where none runs. */
  readonly close: (graceMs: number) => Promise<void>;
  readonly disconnect: () => void;
};

export type KeeperEvents = {
  /** `kept` undefined: gone. `found`: it was there before we came. */
  readonly changed: (change: { readonly kept: Kept | undefined; readonly before: Kept | undefined; readonly found: boolean }) => void;
  readonly line: (key: string, line: { readonly number: number; readonly text: string }) => void;
  /** The keeper died, and what it kept with it. Called after a new one has been started. */
  readonly replaced: () => void;
};

/** The server's end of the keeper: a mirror of what it keeps, and calls that connect by themselves. */
export const createKeeperClient = (deps: {
  readonly program: KeeperProgram;
  readonly on: KeeperEvents;
  readonly log: Log;
}): KeeperClient => {
  const { program, on, log } = deps;
  const mirror = new Map<string, Kept>();
  const watchers = new Map<string, Set<() => void>>();
  const blocks: PortBlock[] = [];
  let connecting: Promise<KeeperConnection> | undefined;
  let keeperPid: number | undefined;
  let closed = false;

  const put = (key: string, kept: Kept | undefined, found: boolean) => {
    const before = mirror.get(key);
    if (kept === undefined) mirror.delete(key);
    else mirror.set(key, kept);
    if (kept !== before) on.changed({ kept, before, found });
    for (const wake of watchers.get(key) ?? []) wake();
  };

  const took = (event: Event) => {
    if ('kept' in event) put(event.kept.key, event.kept, false);
    else if ('gone' in event) put(event.gone, undefined, false);
    else on.line(event.line.key, event.line);
  };

  const lost = () => {
    connecting = undefined;
    if (closed) return;
    log.warn('the connection to the keeper ended');
    void comeBack();
  };

  /** Until it stands again: apps wait for it, whether anybody calls or not. */
  const comeBack = async (): Promise<void> => {
    for (let waitMs = 100; !closed; waitMs = Math.min(2 * waitMs, 10_000)) {
      try {
        return void (await connection());
      } catch (error) {
        if (!closed) log.error('the keeper does not come back; trying again', { error, waitMs });
      }
      await sleep(waitMs, undefined, { ref: false });
    }
  };

  const open = async (): Promise<KeeperConnection> => {
    const end = Date.now() + startLimitMs;
    let hasEnded = () => true;
    for (;;) {
      const found = await connectKeeper(program.folder, { hello: welcome, event: took, lost });
      if (found !== undefined) return found;
      if (Date.now() > end) {
        throw new Fault('engine/away', 'The keeper of the local engine does not start.', {
          hint: `Read ${program.folder}/keeper.log`,
        });
      }
      if (hasEnded()) hasEnded = startKeeper(program);
      await sleep(hasEnded() ? 200 : 10);
    }
  };

  const welcome = (hello: Hello) => {
    const replaced = keeperPid !== undefined && keeperPid !== hello.pid;
    keeperPid = hello.pid;
    blocks.splice(0, blocks.length, ...hello.ports);
    const keys = new Set(hello.kept.map(({ key }) => key));
    for (const key of [...mirror.keys()]) if (!keys.has(key)) put(key, undefined, false);
    for (const kept of hello.kept) put(kept.key, kept, true);
    if (replaced) queueMicrotask(on.replaced);
  };

  const connection = (): Promise<KeeperConnection> => {
    if (closed) return Promise.reject(new Fault('engine/away', 'The local engine has been stopped.'));
    if (connecting !== undefined) return connecting;
    const mine = open();
    connecting = mine;
    mine.catch(() => {
      if (connecting === mine) connecting = undefined;
    });
    return mine;
  };

  return {
    kept: () => mirror,
    connect: async () => void (await connection()),
    start: async (start) => {
      const kept = (await (await connection()).call({ call: 'start', start })) as Kept;
      // The event came first, or the key was there before.
      return mirror.get(start.key) ?? kept;
    },
    change: async (change) => ((await (await connection()).call({ call: 'change', change })) as Kept | null) ?? undefined,
    stop: async (key, graceMs) => void (await (await connection()).call({ call: 'stop', key, graceMs })),
    forget: async (key) => void (await (await connection()).call({ call: 'forget', key })),
    ports: () => blocks,
    claimPorts: async () => {
      const block = (await (await connection()).call({ call: 'claim' })) as PortBlock;
      blocks.push(block);
      return block;
    },
    until: (key, ready, signal) =>
      new Promise((resolve, reject) => {
        const wakers = watchers.get(key) ?? new Set();
        watchers.set(key, wakers);
        const leave = () => {
          wakers.delete(look);
          if (wakers.size === 0 && watchers.get(key) === wakers) watchers.delete(key);
          signal.removeEventListener('abort', abort);
        };
        const look = () => {
          const value = ready(mirror.get(key));
          if (value === undefined) return;
          leave();
          resolve(value);
        };
        const abort = () => {
          leave();
          reject(signal.reason);
        };
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', abort);
        wakers.add(look);
        look();
      }),
    close: async (graceMs) => {
      closed = true;
      await connecting?.catch(() => {}); // what matters is whether one listens now
      const found = await connectKeeper(program.folder, { hello: () => {}, event: took, lost });
      await found?.call({ call: 'close', graceMs });
      found?.end();
      connecting?.then((connected) => connected.end()).catch(() => {});
    },
    disconnect: () => {
      closed = true;
      connecting?.then((found) => found.end()).catch(() => {});
    },
  };
};
