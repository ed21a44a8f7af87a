import { setTimeout as wait } from 'node:timers/promises';
import type { Streaming } from './route.ts';

/** One server-sent event. `data` becomes one line of JSON. */
export type ServerEvent = { readonly id?: number; readonly event: string; readonly data: unknown };

type Headers = Readonly<Record<string, string | undefined>>;

export const wantsEventStream = (headers: Headers): boolean => (headers['accept'] ?? '').includes('text/event-stream');

/** Where a reader was: `Last-Event-ID`, which a browser sends when it comes back by itself, goes before `after`. */
export const resumeAfter = (headers: Headers, after: number | undefined): number | undefined => {
  const last = headers['last-event-id'];
  return last !== undefined && /^[0-9]{1,15}$/.test(last) ? Number(last) : after;
};

/** Server-sent events (HTML standard, 9.2), with a comment at the start and every `pingMs`, so that proxies keep the connection. */
export const eventStream = (source: AsyncIterable<ServerEvent>, signal: AbortSignal, pingMs = 15_000): Streaming => ({
  type: 'text/event-stream; charset=utf-8',
  chunks: withPings(source, signal, pingMs),
});

async function* withPings(source: AsyncIterable<ServerEvent>, signal: AbortSignal, pingMs: number): AsyncGenerator<string> {
  const iterator = source[Symbol.asyncIterator]();
  yield ': open\n\n';
  let next = iterator.next();
  try {
    while (!signal.aborted) {
      const timer = new AbortController();
      const ping = wait(pingMs, 'ping' as const, { signal: timer.signal }).catch(() => 'ping' as const);
      const result = await Promise.race([next, ping]).finally(() => timer.abort());
      if (result === 'ping') {
        yield ': ping\n\n';
        continue;
      }
      if (result.done === true) return;
      yield format(result.value);
      next = iterator.next();
    }
  } finally {
    // A source ends when the signal does, and the signal does when the reader has gone.
    await iterator.return?.();
  }
}

const format = ({ id, event, data }: ServerEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
