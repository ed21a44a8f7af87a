import { createServer, type Socket } from 'node:net';
import { readJsonLines, writeJsonLine } from './json-lines.ts';
import type { createKeeping } from './keep.ts';
import { type Call, type Event, type Hello, type PortBlock, protocolVersion } from './protocol.ts';

export type ServeDeps = {
  readonly keeping: ReturnType<typeof createKeeping>;
  readonly claims: { readonly claim: () => Promise<PortBlock>; readonly blocks: () => readonly PortBlock[] };
  /** Stops everything and ends the keeper. */
  readonly close: (graceMs: number) => Promise<void>;
};

/** The keeper's socket: answers calls, and tells every client that has said hello what happens. */
export const createKeeperServer = ({ keeping, claims, close }: ServeDeps) => {
  const listeners = new Set<Socket>();

  const answer = async (call: Call, socket: Socket): Promise<unknown> => {
    switch (call.call) {
      case 'hello':
        listeners.add(socket);
        return { version: protocolVersion, pid: process.pid, kept: keeping.list(), ports: claims.blocks() } satisfies Hello;
      case 'start':
        return keeping.start(call.start);
      case 'change':
        return keeping.change(call.change);
      case 'stop':
        return keeping.stop(call.key, call.graceMs);
      case 'forget':
        return keeping.forget(call.key);
      case 'claim':
        return claims.claim();
      case 'close':
        return close(call.graceMs);
      default:
        throw new Error(`unknown call ${String((call satisfies never as Call).call)}`);
    }
  };

  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('close', () => listeners.delete(socket));
    readJsonLines(socket, (message) => {
      const { id, ...call } = message as Call & { id: number };
      answer(call as Call, socket).then(
        (ok) => writeJsonLine(socket, { id, ok: ok ?? null }),
        (error: Error) => writeJsonLine(socket, { id, error: error.message }),
      );
    });
  });
  return {
    server,
    clients: () => listeners.size,
    emit: (event: Event) => {
      for (const socket of listeners) writeJsonLine(socket, event);
    },
  };
};
