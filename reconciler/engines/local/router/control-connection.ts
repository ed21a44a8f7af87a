import { Fault } from '../../../../core/index.ts';
import { connectSocket } from '../connect-socket.ts';
import { readJsonLines, writeJsonLine } from '../keeper/json-lines.ts';
import { type Call, parseReply } from './control-protocol.ts';

export type ControlConnection = {
  /** Rejects with a `Fault` of the router, or with `ConnectionLost`. */
  readonly call: (call: Call) => Promise<unknown>;
  /** Resolves when the connection has ended, from either side. */
  readonly closed: Promise<void>;
  readonly close: () => void;
};

/** The router went away before it answered: the call may have taken effect or not. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Connects to the control socket in a folder. Undefined: nobody serves it. */
export const connectControl = async (folder: string): Promise<ControlConnection | undefined> => {
  const socket = await connectSocket({ folder, name: 'control.sock', who: 'The router' });
  if (socket === undefined) return undefined;
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  let lastId = 0;
  readJsonLines(socket, (message) => {
    const reply = parseReply(message);
    const waiter = waiting.get(reply?.id ?? 0);
    if (reply === undefined || waiter === undefined) return void socket.destroy();
    waiting.delete(reply.id);
    if (!('fault' in reply)) return waiter.resolve(reply.value);
    const { code, message: text, hint, port } = reply.fault;
    waiter.reject(new Fault(code, text, { ...(hint === undefined ? {} : { hint }), ...(port === undefined ? {} : { data: { port } }) }));
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const { reject } of waiting.values()) reject(new ConnectionLost('the router went away'));
      waiting.clear();
      resolve();
    });
  });
  return {
    call: (call) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new ConnectionLost('the router went away'));
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        writeJsonLine(socket, { id: lastId, ...call });
      }),
    closed,
    close: () => socket.destroy(),
  };
};
