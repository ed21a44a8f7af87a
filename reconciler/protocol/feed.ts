import type { DeployId } from '../../core/index.ts';

export type FeedLine = { readonly sequence: number; readonly line: string };

/** What each deploy has said so far, for those who rejoin it. In memory: a deploy of an earlier life of the server begins anew. */
export type Feeds = {
  readonly open: (deploy: DeployId) => void;
  readonly say: (deploy: DeployId, line: string) => void;
  readonly close: (deploy: DeployId) => void;
  readonly follow: (deploy: DeployId, from: number, signal: AbortSignal) => AsyncIterable<FeedLine>;
};

type Feed = { readonly lines: FeedLine[]; sequence: number; open: boolean; wake: (() => void)[] };

/** Keeps the last so many lines of each of the last so many deploys. */
export const createFeeds = (kept: { readonly lines?: number; readonly deploys?: number } = {}): Feeds => {
  const { lines: linesKept = 5_000, deploys: feedsKept = 200 } = kept;
  const feeds = new Map<DeployId, Feed>();
  const wake = (feed: Feed) => {
    for (const resume of feed.wake.splice(0)) resume();
  };

  return {
    open: (deploy) => {
      if (feeds.get(deploy)?.open === true) return;
      feeds.set(deploy, { lines: [], sequence: 0, open: true, wake: [] });
      for (const [old, feed] of feeds) {
        if (feeds.size <= feedsKept) break;
        if (!feed.open) feeds.delete(old);
      }
    },
    say: (deploy, line) => {
      const feed = feeds.get(deploy);
      if (feed === undefined) return;
      feed.lines.push({ sequence: ++feed.sequence, line });
      if (feed.lines.length > linesKept) feed.lines.shift();
      wake(feed);
    },
    close: (deploy) => {
      const feed = feeds.get(deploy);
      if (feed === undefined) return;
      feed.open = false;
      wake(feed);
    },
    follow: async function* (deploy, from, signal) {
      const feed = feeds.get(deploy);
      // Sequences begin at 1: an earlier start must not look like a line that is there already.
      let next = Math.max(from, 1);
      while (feed !== undefined && !signal.aborted) {
        const news = feed.lines.filter((line) => line.sequence >= next);
        yield* news;
        next = Math.max(next, (news.at(-1)?.sequence ?? next - 1) + 1);
        if (feed.sequence >= next) continue;
        if (!feed.open) return;
        await woken(feed, signal);
      }
    },
  };
};

const woken = (feed: Feed, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      signal.removeEventListener('abort', go);
      resolve();
    };
    signal.addEventListener('abort', go, { once: true });
    feed.wake.push(go);
  });
