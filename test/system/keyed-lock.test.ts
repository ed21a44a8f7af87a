import test from 'ava';
import { createKeyedLock } from '../../system/index.ts';

test('calls of one key come one after another, in order of arrival', async (t) => {
  const lock = createKeyedLock();
  const seen: string[] = [];
  const work = (name: string) => async () => {
    seen.push(`${name} in`);
    await new Promise(setImmediate);
    seen.push(`${name} out`);
    return name;
  };
  t.deepEqual(await Promise.all(['a', 'b', 'c'].map((name) => lock('one', work(name)))), ['a', 'b', 'c']);
  t.deepEqual(seen, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});

test('calls of two keys do not wait for each other', async (t) => {
  const lock = createKeyedLock();
  const gate = Promise.withResolvers<void>();
  const first = lock('one', () => gate.promise);
  t.is(await lock('two', async () => 'done'), 'done');
  gate.resolve();
  await first;
});

test('a call that fails lets the next one in, and only its own caller hears of it', async (t) => {
  const lock = createKeyedLock();
  const failing = lock('one', async () => {
    throw new Error('no');
  });
  const next = lock('one', async () => 'in');
  await t.throwsAsync(failing, { message: 'no' });
  t.is(await next, 'in');
});
