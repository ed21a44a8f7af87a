import test from 'ava';
import type { DeployId } from '../../../core/index.ts';
import { createDeployLock, type DeployLock, type Wanted } from '../../../reconciler/protocol/deploy-lock.ts';
import { faultOf } from '../../helpers/model/ask.ts';

const holder = (name: string) => ({ deploy: name as DeployId, what: `push of ${name}`, since: 1 });
const want = (lock: DeployLock, name: string, more: Partial<Wanted> = {}) =>
  lock.acquire({ key: 'shop', holder: holder(name), first: false, signal: new AbortController().signal, onWait: () => {}, ...more });
/** Lets everything that can go on go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Takes the lock for each, writes down in which order they get it, and gives it back at once. */
const orderOf = async (
  lock: DeployLock,
  wanted: readonly (readonly [name: string, more?: Partial<Wanted>])[],
): Promise<readonly string[]> => {
  const order: string[] = [];
  const unlock = await want(lock, 'holder');
  const all = wanted.map(async ([name, more]) => {
    const give = await want(lock, name, more);
    order.push(name);
    checkHolder(lock, name);
    give();
  });
  await settle();
  unlock();
  await Promise.all(all);
  return order;
};
const checkHolder = (lock: DeployLock, name: string): void => {
  if (lock.holder('shop')?.deploy !== name) throw new Error(`${name} has the lock, but ${lock.holder('shop')?.deploy} is told`);
};

test('who waits gets the lock in order of arrival, and is its holder then', async (t) => {
  const lock = createDeployLock();
  t.deepEqual(await orderOf(lock, [['a'], ['b'], ['c']]), ['a', 'b', 'c']);
  t.is(lock.holder('shop'), undefined);
});

test('rollbacks go before the others, and in order among themselves', async (t) => {
  const lock = createDeployLock();
  const first = { first: true };
  t.deepEqual(await orderOf(lock, [['a'], ['r1', first], ['b'], ['r2', first]]), ['r1', 'r2', 'a', 'b']);
  t.deepEqual(
    await orderOf(lock, [
      ['r1', first],
      ['r2', first],
    ]),
    ['r1', 'r2'],
  );
});

test('nobody holds the lock beside another', async (t) => {
  const lock = createDeployLock();
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const unlock = await want(lock, `d${index}`, { first: index % 7 === 0 });
      most = Math.max(most, ++inside);
      await settle();
      inside--;
      unlock();
    }),
  );
  t.is(most, 1);
  t.is(lock.holder('shop'), undefined);
});

test('who leaves the queue is told so, and the others go on without it', async (t) => {
  const lock = createDeployLock();
  const unlock = await want(lock, 'a');
  const leaving = new AbortController();
  const left = faultOf(want(lock, 'b', { signal: leaving.signal }));
  const stays = want(lock, 'c');
  leaving.abort();
  t.is((await left).code, 'deploy/cancelled');
  t.is(lock.holder('shop')?.what, 'push of a');
  unlock();
  (await stays)();
  t.is(lock.holder('shop'), undefined);
});

test('who is cancelled before it comes never holds the lock', async (t) => {
  const lock = createDeployLock();
  t.is((await faultOf(want(lock, 'a', { signal: AbortSignal.abort() }))).code, 'deploy/cancelled');
  t.is(lock.holder('shop'), undefined);
});

test('a cancel that comes once the lock is held takes it from nobody', async (t) => {
  const lock = createDeployLock();
  const unlock = await want(lock, 'a');
  const cancel = new AbortController();
  const waiting = want(lock, 'b', { signal: cancel.signal });
  const last = want(lock, 'c');
  unlock();
  const give = await waiting;
  cancel.abort();
  await settle();
  t.is(lock.holder('shop')?.what, 'push of b');
  give();
  (await last)();
});

test('giving back twice gives nobody the lock too early', async (t) => {
  const lock = createDeployLock();
  const unlock = await want(lock, 'a');
  const b = want(lock, 'b');
  const c = want(lock, 'c');
  unlock();
  unlock();
  const give = await b;
  unlock();
  await settle();
  t.is(lock.holder('shop')?.what, 'push of b');
  give();
  (await c)();
  give();
  t.is(lock.holder('shop'), undefined);
});

test('apps do not wait for each other', async (t) => {
  const lock = createDeployLock();
  await want(lock, 'a');
  await want(lock, 'b', { key: 'other' });
  t.is(lock.holder('shop')?.what, 'push of a');
  t.is(lock.holder('other')?.what, 'push of b');
});

test('who waits is told once, of the one that holds it then; who need not wait is told nothing', async (t) => {
  const lock = createDeployLock();
  const told: string[] = [];
  const onWait = ({ what }: { what: string }) => void told.push(what);
  const unlock = await want(lock, 'a', { onWait });
  t.deepEqual(told, []);
  const b = want(lock, 'b');
  const c = want(lock, 'c', { onWait });
  unlock();
  (await b)();
  (await c)();
  t.deepEqual(told, ['push of a']);
});
