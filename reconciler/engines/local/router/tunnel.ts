import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { toClientHeaders } from './forward-headers.ts';

type Ends = {
  readonly client: Socket;
  readonly backend: Socket;
  readonly answer: IncomingMessage;
  /** What each side had sent before the tunnel stood. */
  readonly early: { readonly fromClient: Buffer; readonly fromBackend: Buffer };
};

/** Tells the client that the protocol is switched, then passes bytes both ways, half-closes included, until both ends are closed. */
export const joinTunnel = ({ client, backend, answer, early }: Ends): void => {
  client.write(toSwitchingHead(answer), 'latin1');
  client.write(early.fromBackend);
  backend.write(early.fromClient);
  for (const socket of [client, backend]) {
    socket.setTimeout(0);
    socket.setNoDelay(true);
  }
  client.pipe(backend).pipe(client);
  closeTogether(client, backend);
  closeTogether(backend, client);
};

/** An end that broke takes the other with it; one that closed in good order leaves the other time to send what it still holds. */
const closeTogether = (one: Socket, other: Socket): void => {
  one.on('error', () => other.destroy());
  one.on('close', () => (other.writableEnded ? other.destroySoon() : other.destroy()));
};

const toSwitchingHead = (answer: IncomingMessage): string => {
  const headers = [...toClientHeaders(answer), 'Connection', 'Upgrade', 'Upgrade', String(answer.headers.upgrade ?? '')];
  let head = 'HTTP/1.1 101 Switching Protocols\r\n';
  for (let index = 0; index + 1 < headers.length; index += 2) head += `${headers[index]}: ${headers[index + 1]}\r\n`;
  return `${head}\r\n`;
};
