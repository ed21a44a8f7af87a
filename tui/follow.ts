import { setTimeout as delay } from 'node:timers/promises';
import { isFault } from '../core/index.ts';

export type Following<Item> = {
  /** Opens the stream after what was seen last; items as they come. */
  readonly open: () => Promise<AsyncIterable<Item>>;
  /** Takes one item; true ends the following. */
  readonly take: (item: Item) => Promise<boolean>;
  /** Told once each time the connection is lost. */
  readonly lost: () => void;
  readonly signal: AbortSignal;
};

/**
 * Follows a stream that may end or break early: opens it again, waiting 0.25 s at first and 5 s at most, until `take` says that it
 * is over. A server that can't be reached at the first try, and every other failure, is thrown.
 */
export const follow = async <Item>({ open, take, lost, signal }: Following<Item>): Promise<void> => {
  let failures = 0;
  let opened = false;
  for (;;) {
    try {
      const items = await open();
      opened = true;
      for await (const item of items) {
        failures = 0;
        if (await take(item)) return;
      }
    } catch (error) {
      if (!opened || !isFault(error, 'platform/unreachable')) throw error;
    }
    if (failures === 0) lost();
    await delay(Math.min(5000, 250 * 2 ** failures), undefined, { signal });
    failures = Math.min(failures + 1, 10);
  }
};
