import { addAbortSignal } from 'node:stream';
import { Fault } from '../core/index.ts';
import type { Io } from './io.ts';

/** All of standard input. Ctrl-C ends the reading. */
export const readBytes = async (io: Io): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of addAbortSignal(io.signal, io.stdin)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

/** All of standard input as a value. Throws `usage/invalid` with `what` in it when it isn't UTF-8. */
export const readInput = async (io: Io, what: string): Promise<string> => decodeValue(await readBytes(io), what);

/** A value from a file or from standard input. One line end at its end is an editor's or echo's, not the value's. */
export const decodeValue = (bytes: Uint8Array, what: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch (cause) {
    throw new Fault('usage/invalid', `${what} is not text in UTF-8.`, { hint: 'Encode it first, for example with base64.', cause });
  }
};
