import type { Socket } from 'node:net';

const longestMessage = 16 * 1024 * 1024;
const longestQueue = 32 * 1024 * 1024;

/** Calls `onMessage` for each line of JSON that arrives. A peer that sends anything else is cut off. */
export const readJsonLines = (socket: Socket, onMessage: (message: object) => void): void => {
  let parts: string[] = [];
  let size = 0;
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = chunk.split('\n');
    for (const [index, line] of lines.entries()) {
      parts.push(line);
      size += line.length;
      if (size > longestMessage) return void socket.destroy();
      if (index === lines.length - 1) return;
      const message = parseJson(parts.join(''));
      parts = [];
      size = 0;
      if (typeof message !== 'object' || message === null) return void socket.destroy();
      onMessage(message);
    }
  });
};

/** Sends one message. A peer that does not read for so long that its queue grows without end is cut off; it may come back. */
export const writeJsonLine = (socket: Socket, message: unknown): void => {
  if (socket.destroyed) return;
  socket.write(`${JSON.stringify(message)}\n`);
  if (socket.writableLength > longestQueue) socket.destroy();
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller cuts the peer off
  }
};
