import { Fault } from '../../../core/index.ts';

// gitprotocol-common: four hex digits of length (their own four included), then the payload.
const longestPayload = 65_516;

export const flushPacket = Buffer.from('0000');

/** One pkt-line. Throws for a payload over 65,516 bytes. */
export const packet = (payload: string | Buffer): Buffer => {
  const bytes = Buffer.from(payload);
  if (bytes.length > longestPayload) throw new Error(`a packet of ${bytes.length} bytes`);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
};

/** Payload in packets of a side band: 1 is git's own data, 2 is lines for the person. */
export const sideband = (band: 1 | 2, payload: string | Buffer): Buffer => {
  const bytes = Buffer.from(payload);
  const packets: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += longestPayload - 1) {
    packets.push(packet(Buffer.concat([Buffer.of(band), bytes.subarray(from, from + longestPayload - 1)])));
  }
  return Buffer.concat(packets);
};

/** A packet that git prints as `fatal: remote error: ...`, in place of an answer. */
export const errorPacket = (text: string): Buffer => packet(`ERR ${text.slice(0, 2000)}`);

/** `payload` undefined: a flush packet. `next`: where the following packet begins. */
export type Taken = { readonly payload: Buffer | undefined; readonly next: number };

/** The packet at `offset`, or undefined while it isn't whole. Throws `push/invalid` for what can't become a packet. */
export const takePacket = (bytes: Buffer, offset: number): Taken | undefined => {
  if (bytes.length - offset < 4) return undefined;
  const digits = bytes.toString('latin1', offset, offset + 4);
  const length = /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
  if (length === 0) return { payload: undefined, next: offset + 4 };
  if (length < 4 || length > longestPayload + 4) {
    throw new Fault('push/invalid', "The request isn't git's protocol.", { hint: 'Push with git itself.' });
  }
  if (bytes.length - offset < length) return undefined;
  return { payload: bytes.subarray(offset + 4, offset + length), next: offset + length };
};

/** Text of a packet without its final newline. Throws `push/invalid` where it isn't UTF-8. */
export const packetText = (payload: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload).replace(/\n$/, '');
  } catch (cause) {
    throw new Fault('push/invalid', "A name in this push isn't UTF-8.", { hint: 'Rename it, and push again.', cause });
  }
};
