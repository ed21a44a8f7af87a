import { createServer } from 'node:net';
import { Fault } from '../../../core/index.ts';
import type { PortBlock } from './keeper/protocol.ts';

const restMs = 60_000;

export type PortsDeps = {
  readonly blocks: () => readonly PortBlock[];
  readonly claim: () => Promise<PortBlock>;
  /** Ports of replicas there are. */
  readonly inUse: () => ReadonlySet<number>;
  readonly now: () => number;
};

/**
 * Hands out ports of the blocks this platform has claimed: never one that a replica has, that anything on the machine listens on, or that
 * was in use during the last minute (a client may still talk to its former owner).
 */
export const createPorts = ({ blocks, claim, inUse, now }: PortsDeps) => {
  const handedOut = new Map<number, number>();
  let claiming: Promise<PortBlock> | undefined;
  let next = Math.floor(Math.random() * 100);

  const pick = async (): Promise<number | undefined> => {
    const all = blocks().flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
    const used = inUse();
    for (const port of used) handedOut.set(port, now());
    for (let step = 0; step < all.length; step += 1) {
      const port = all[(next + step) % all.length] ?? 0;
      if (used.has(port) || now() - (handedOut.get(port) ?? Number.NEGATIVE_INFINITY) < restMs) continue;
      handedOut.set(port, now());
      if (!(await isFree(port))) continue;
      next += step + 1;
      return port;
    }
    return undefined;
  };

  // Many that start at once share one new block.
  const more = (): Promise<PortBlock> => {
    claiming ??= claim().finally(() => {
      claiming = undefined;
    });
    return claiming;
  };

  return {
    /** A replica has given it up just now. */
    rest: (port: number): void => void handedOut.set(port, now()),
    /** Throws `engine/away` when the whole range is in use. */
    take: async (): Promise<number> => {
      const port = (await pick()) ?? (await more().then(pick));
      if (port === undefined) {
        throw new Fault('engine/away', 'No port is free for another replica.', {
          hint: 'Widen SLUICE_REPLICA_PORTS, or scale something down.',
        });
      }
      return port;
    },
  };
};

/** Listening on every address fails where anything listens on any. Without IPv6 `::` can't be had, and all of IPv4 is asked instead. */
const isFree = async (port: number): Promise<boolean> => {
  const result = await tryListen(port, '::');
  return result === 'EAFNOSUPPORT' || result === 'EADDRNOTAVAIL' ? (await tryListen(port, '0.0.0.0')) === 'free' : result === 'free';
};

const tryListen = (port: number, host: string): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')));
  });
