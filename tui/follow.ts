import { setTimeout as delay } from 'node:timers/promises';
import { Fault, isFault } from '../core/index.ts';

export type Following<Item> = {
  /** Opens the stream after what was seen last; items as they come. */
  readonly open: () => Promise<AsyncIterable<Item>>;
  /** Takes one item; true ends the following. */
  readonly take: (item: Item) => Promise<boolean>;
  /** Told once each time the connection is lost. */
  readonly lost: () => void;
  /** A server that stays away this long is given up with the failure of the last try. Absent: never. */
  readonly patienceMs?: number;
  readonly signal: AbortSignal;
};

/**
 * Follows a stream that may end or break early: opens it again, waiting 0.25 s at first and 5 s at most, until `take` says that it
 * is over. A server that can't be reached at the first try, and every other failure, is thrown.
 */
export const follow = async <Item>({ open, take, lost, patienceMs = Number.POSITIVE_INFINITY, signal }: Following<Item>): Promise<void> => {
  let tries = 0;
  let lostAt: number | undefined;
  for (let first = true; ; first = false) {
    let failure: unknown = endless;
    let openedAt: number | undefined;
    let alive = false;
    try {
      const items = await open();
      openedAt = performance.now();
      for await (const item of items) {
        alive = true;
        if (await take(item)) return;
      }
    } catch (error) {
      if ((first && openedAt === undefined) || !isFault(error, 'platform/unreachable')) throw error;
      failure = error;
    }
    // A connection that stood for a while was one, even if nothing came through it.
    alive ||= openedAt !== undefined && performance.now() - openedAt > 1000;
    if (alive || lostAt === undefined) {
      tries = 0;
      lostAt = performance.now();
      lost();
    } else if (performance.now() - lostAt > patienceMs) throw failure;
    await delay(Math.min(5000, 250 * 2 ** tries), undefined, { signal });
    tries = Math.min(tries + 1, 10);
  }
};

const endless = new Fault('platform/unreachable', 'The server ends the connection again and again before it says how it went.', {
  hint: 'Try again in a while.',
});
