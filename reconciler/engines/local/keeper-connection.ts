import { Fault } from '../../../core/index.ts';
import { connectSocket } from './connect-socket.ts';
import { readJsonLines, writeJsonLine } from './keeper/json-lines.ts';
import { type Call, type Event, type Hello, protocolVersion, type Reply } from './keeper/protocol.ts';

export type KeeperConnection = {
  /** Rejects with `engine/away` when the connection ends before the answer. */
  readonly call: (call: Call) => Promise<unknown>;
  readonly end: () => void;
};

/** `hello` comes before the first event; `lost` only after a hello. */
export type ConnectionEvents = {
  readonly hello: (hello: Hello) => void;
  readonly event: (event: Event) => void;
  readonly lost: () => void;
};

/** Connects to the keeper of a folder and says hello. Undefined: none listens there. */
export const connectKeeper = async (folder: string, on: ConnectionEvents): Promise<KeeperConnection | undefined> => {
  const socket = await connectSocket({ folder, name: 'keeper.sock', who: 'The keeper of the local engine' });
  if (socket === undefined) return undefined;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  let ready = false;

  readJsonLines(socket, (message) => {
    if (!('id' in message)) return on.event(message as Event);
    const reply = message as Reply;
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) waiter?.reject(new Fault('engine/away', `The keeper of the local engine refused: ${reply.error}.`));
    else waiter?.resolve(reply.ok);
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(away());
    waiting.clear();
    if (ready) on.lost();
  });

  // `heard` runs while the message is read: an event in the same packet must find it done.
  const call = (request: Call, heard: (ok: unknown) => void = () => {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) return reject(away());
      last += 1;
      waiting.set(last, {
        resolve: (ok) => {
          heard(ok);
          resolve(ok);
        },
        reject,
      });
      writeJsonLine(socket, { id: last, ...request });
    });

  const greet = (hello: Hello) => {
    ready = hello.version === protocolVersion;
    if (ready) on.hello(hello);
  };
  let version: number;
  try {
    ({ version } = (await call({ call: 'hello', version: protocolVersion }, (ok) => greet(ok as Hello))) as Hello);
  } catch (error) {
    if (socket.destroyed) return undefined; // it was dying: what accepted us was its socket alone
    throw error;
  }
  if (!ready) {
    socket.destroy();
    throw new Fault('engine/away', `The keeper that runs speaks protocol ${version}, this Sluice ${protocolVersion}.`, {
      hint: 'Stop it and its apps: end the process sluice-keeper of this data folder.',
    });
  }
  return { call: (request) => call(request), end: () => socket.destroy() };
};

const away = (): Fault =>
  new Fault('engine/away', 'The keeper of the local engine went away.', { hint: 'It is started again; try once more.' });
