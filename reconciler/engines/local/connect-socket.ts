import { connect, type Socket } from 'node:net';
import { Fault } from '../../../core/index.ts';
import { withShortPath } from './short-path.ts';

/** `name`: of the socket's file in `folder`. `who` listens there, in the words of a fault: `The router`. */
type Where = { readonly folder: string; readonly name: string; readonly who: string };

/** Connects to a program of ours at its socket. Undefined: nobody listens there. Throws `engine/away` for anything else. */
export const connectSocket = ({ folder, name, who }: Where): Promise<Socket | undefined> =>
  withShortPath({ folder, name }, (path) => open(path, who));

const open = (path: string, who: string): Promise<Socket | undefined> =>
  new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.on('error', () => socket.destroy()); // `close` follows and tells
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') resolve(undefined);
      else reject(new Fault('engine/away', `${who} can't be reached: ${error.message}.`, { cause: error }));
    });
  });
