import { Readable } from 'node:stream';
import test from 'ava';
import { Fault, isFault } from '../../core/index.ts';
import { follow } from '../../tui/follow.ts';

test('a server that stays away is given up after the patience, and without a patience never', async (t) => {
  const away = new Fault('platform/unreachable', 'away', { data: { connected: true } });
  let opened = 0;
  const following = (patienceMs: number | undefined, signal: AbortSignal) =>
    follow({
      open: async () => {
        opened += 1;
        if (opened > 1) throw away;
        return Readable.from(['x']);
      },
      take: async () => false,
      lost: () => {},
      ...(patienceMs === undefined ? {} : { patienceMs }),
      signal,
    });
  t.is(await t.throwsAsync(following(300, new AbortController().signal)), away);
  t.true(opened >= 3);
  opened = 0;
  t.is((await t.throwsAsync(following(undefined, AbortSignal.timeout(1500))))?.name, 'AbortError');
});

test('a server that ends a stream again and again without a word is given up too', async (t) => {
  const following = follow({
    open: async () => Readable.from([]),
    take: async () => false,
    lost: () => {},
    patienceMs: 300,
    signal: new AbortController().signal,
  });
  t.true(isFault(await t.throwsAsync(following), 'platform/unreachable'));
});

test('a server that can not be reached at first is not waited for', async (t) => {
  const away = new Fault('platform/unreachable', 'away');
  const open = () => Promise.reject(away);
  const signal = new AbortController().signal;
  t.is(await t.throwsAsync(follow({ open, take: async () => false, lost: () => t.fail(), signal })), away);
});
