import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Fault } from '../../core/index.ts';

/** `plainBytes`: for a body as it is. `inflatedBytes`: for a compressed one, counted after inflating. */
export type BodyLimits = { readonly plainBytes: number; readonly inflatedBytes: number };

/**
 * The body of a request, inflated where it is gzip. It fails with a Fault: `request/invalid` (not gzip, over the limit, an encoding
 * git doesn't use) or `interrupted` (the client has gone); what the client still sends after the first is read and dropped.
 */
export const openBody = (request: IncomingMessage, limits: BodyLimits): Readable => {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const isGzip = encoding === 'gzip' || encoding === 'x-gzip';
  if (!isGzip && encoding !== 'identity') throw invalid(`A body can't be encoded as «${encoding.slice(0, 40)}» here.`);
  const body = createCounter(isGzip ? limits.inflatedBytes : limits.plainBytes);
  // Everybody who reads it looks at `errored` or listens himself; without a listener of its own it would end the process.
  body.on('error', () => {});
  const source = isGzip ? createGunzip() : undefined;
  source?.on('error', (cause) => body.destroy(invalid("The body says it is gzip, but it isn't.", cause)));
  request.once('close', () => {
    if (!request.complete) body.destroy(new Fault('interrupted', 'The client disconnected.'));
  });
  body.once('close', () => {
    request.unpipe();
    source?.destroy();
    request.resume();
  });
  if (source === undefined) request.pipe(body);
  else request.pipe(source).pipe(body);
  return body;
};

const createCounter = (limitBytes: number): Transform => {
  let seenBytes = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      seenBytes += chunk.length;
      if (seenBytes > limitBytes) done(invalid(`The body is larger than ${limitBytes} bytes.`));
      else done(null, chunk);
    },
  });
};

const invalid = (message: string, cause?: unknown): Fault =>
  new Fault('request/invalid', message, { hint: 'Use git itself.', ...(cause === undefined ? {} : { cause }) });
