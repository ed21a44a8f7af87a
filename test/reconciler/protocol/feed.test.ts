import test from 'ava';
import type { DeployId } from '../../../core/index.ts';
import { createFeeds, type Feeds } from '../../../reconciler/protocol/feed.ts';

const id = (text: string) => text as DeployId;
const never = new AbortController().signal;

const read = async (feeds: Feeds, deploy: string, from = 0): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const { sequence, line } of feeds.follow(id(deploy), from, never)) lines.push(`${sequence} ${line}`);
  return lines;
};
const saying = (feeds: Feeds, deploy: string, lines: readonly string[]): void => {
  feeds.open(id(deploy));
  for (const line of lines) feeds.say(id(deploy), line);
};

for (const [from, wanted] of [
  [0, ['1 a', '2 b', '3 c']],
  [1, ['1 a', '2 b', '3 c']],
  [3, ['3 c']],
  [4, []],
  [99, []],
] as const) {
  test(`what is over is told from sequence ${from} on, and ends`, async (t) => {
    const feeds = createFeeds();
    saying(feeds, 'a', ['a', 'b', 'c']);
    feeds.close(id('a'));
    t.deepEqual(await read(feeds, 'a', from), wanted);
  });
}

test('a deploy nobody knows ends at once, and what it says is lost', async (t) => {
  const feeds = createFeeds();
  feeds.say(id('a'), 'lost');
  feeds.close(id('a'));
  t.deepEqual(await read(feeds, 'a'), []);
});

test('who follows sees what was said before and what is said later, each once and in order, until the end', async (t) => {
  const feeds = createFeeds();
  saying(feeds, 'a', ['1']);
  const seen: string[] = [];
  const sawTwo = Promise.withResolvers<void>();
  const follow = async (from: number) => {
    const lines: string[] = [];
    for await (const { line } of feeds.follow(id('a'), from, never)) {
      lines.push(line);
      seen.push(line);
      if (line === '2') sawTwo.resolve();
    }
    return lines;
  };
  const [whole, rest] = [follow(0), follow(3)];
  await new Promise(setImmediate);
  t.deepEqual(seen, ['1']);
  feeds.say(id('a'), '2');
  await sawTwo.promise;
  for (let number = 3; number <= 1000; number++) feeds.say(id('a'), String(number));
  feeds.close(id('a'));
  const all = Array.from({ length: 1000 }, (_, index) => String(index + 1));
  t.deepEqual(await whole, all);
  t.deepEqual(await rest, all.slice(2));
});

for (const from of [-1, 0, 1, 2]) {
  test(`who follows from ${from} before anything is said waits, and holds up nobody else`, async (t) => {
    const feeds = createFeeds();
    feeds.open(id('a'));
    const reading = read(feeds, 'a', from);
    await new Promise(setImmediate);
    for (const line of ['a', 'b']) feeds.say(id('a'), line);
    feeds.close(id('a'));
    t.deepEqual(await reading, from === 2 ? ['2 b'] : ['1 a', '2 b']);
  });
}

test('who stops following is let go, while the deploy goes on', async (t) => {
  const feeds = createFeeds();
  saying(feeds, 'a', ['1']);
  const leaving = new AbortController();
  const lines: string[] = [];
  const following = (async () => {
    for await (const { line } of feeds.follow(id('a'), 0, leaving.signal)) lines.push(line);
  })();
  await new Promise(setImmediate);
  leaving.abort();
  await following;
  feeds.say(id('a'), '2');
  t.deepEqual(lines, ['1']);
});

test('who comes with an aborted signal sees nothing', async (t) => {
  const feeds = createFeeds();
  saying(feeds, 'a', ['1']);
  const lines: string[] = [];
  for await (const { line } of feeds.follow(id('a'), 0, AbortSignal.abort())) lines.push(line);
  t.deepEqual(lines, []);
});

test('following a long deploy leaves nothing on the signal', async (t) => {
  const feeds = createFeeds();
  feeds.open(id('a'));
  const signal = new AbortController().signal;
  let now = 0;
  let most = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    most = Math.max(most, ++now);
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    now--;
    remove(...args);
  };
  const following = (async () => {
    for await (const _ of feeds.follow(id('a'), 0, signal));
  })();
  for (let round = 0; round < 20; round++) {
    feeds.say(id('a'), 'x');
    await new Promise(setImmediate);
  }
  feeds.close(id('a'));
  await following;
  t.deepEqual({ now, most }, { now: 0, most: 1 });
});

test('only the last lines are kept, with the sequence numbers they had', async (t) => {
  const feeds = createFeeds({ lines: 2 });
  saying(feeds, 'a', ['a', 'b', 'c', 'd']);
  feeds.close(id('a'));
  t.deepEqual(await read(feeds, 'a'), ['3 c', '4 d']);
});

test('the oldest that is over is forgotten first; one under way never', async (t) => {
  const feeds = createFeeds({ deploys: 2 });
  saying(feeds, 'goes-on', ['a']);
  for (const name of ['old', 'new', 'newest']) {
    saying(feeds, name, [name]);
    feeds.close(id(name));
  }
  t.deepEqual(await read(feeds, 'old'), []);
  t.deepEqual(await read(feeds, 'newest'), ['1 newest']);
  feeds.close(id('goes-on'));
  t.deepEqual(await read(feeds, 'goes-on'), ['1 a']);
});

test('opening again what is open keeps it; opening what is over begins anew', async (t) => {
  const feeds = createFeeds();
  saying(feeds, 'a', ['gate']);
  saying(feeds, 'a', ['landing']);
  feeds.close(id('a'));
  t.deepEqual(await read(feeds, 'a'), ['1 gate', '2 landing']);
  saying(feeds, 'a', ['anew']);
  feeds.close(id('a'));
  t.deepEqual(await read(feeds, 'a'), ['1 anew']);
});
