import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../core/index.ts';
import type { FastifyReply } from './fastify.ts';
import type { Streaming } from './route.ts';

/** How long an answer's head waits for the first chunk, so that a stream which fails at once still gets its proper status. */
const headWaitMs = 100;

/**
 * Writes a body as it comes, each chunk at once and no faster than the client reads. What fails before the head is thrown;
 * later the connection is cut, which tells the client that the body isn't whole.
 */
export const sendStream = async (reply: FastifyReply, { type, chunks }: Streaming, log: Log): Promise<FastifyReply> => {
  const iterator = chunks[Symbol.asyncIterator]();
  let next = iterator.next();
  const timer = new AbortController();
  const waited = wait(headWaitMs, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([next, waited]).finally(() => timer.abort());
  reply.hijack();
  const response = reply.raw;
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  try {
    for (let result = await next; result.done !== true && !response.destroyed; next = iterator.next(), result = await next) {
      if (!response.write(result.value)) await drained(response);
    }
    response.end();
  } catch (error) {
    if (!response.destroyed) log.warn('a stream broke off', { error });
    response.destroy();
  } finally {
    await iterator.return?.();
  }
  return reply;
};

const drained = async (response: ServerResponse): Promise<void> => {
  const stop = new AbortController();
  // Whichever comes first; the other wait is called off.
  const waits = ['drain', 'close'].map((name) => once(response, name, { signal: stop.signal }).catch(() => undefined));
  await Promise.race(waits).finally(() => stop.abort());
};
