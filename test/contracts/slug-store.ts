import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { ExecutionContext, TestFn } from 'ava';
import type { SlugStore } from '../../builder/index.ts';
import { Fault, newAppId, type SlugDigest } from '../../core/index.ts';

export type SlugStoreSubject = {
  readonly name: string;
  /** A fresh store. Opened again with the same `place` it is the same store after a restart. */
  readonly open: (t: ExecutionContext, now: () => number) => Promise<{ readonly store: SlugStore; readonly again: () => SlugStore }>;
};

const hourMs = 60 * 60 * 1000;
const day = 24 * hourMs;

/** What every slug store promises. */
export const testSlugStore = (test: TestFn, subject: SlugStoreSubject): void => {
  const open = async (t: ExecutionContext) => {
    const clock = { now: 1_800_000_000_000 };
    return { ...(await subject.open(t, () => clock.now)), clock, app: newAppId() };
  };
  const promises = (title: string, body: (t: ExecutionContext) => Promise<void>) => test(`${subject.name}: ${title}`, body);

  promises('what is put is named by its digest and read back', async (t) => {
    const { store, again, app } = await open(t);
    const content = randomBytes(300_000);
    const slug = await store.put(app, inChunks(content));
    t.is(slug.digest, digestOf(content));
    t.is(slug.sizeBytes, content.length);
    for (const each of [store, again()]) {
      t.true(await each.has(app, slug.digest));
      t.deepEqual(await buffer(await each.open(app, slug.digest)), content);
    }
  });

  promises('the same content twice is one slug', async (t) => {
    const { store, app } = await open(t);
    const [one, two] = await Promise.all([store.put(app, inChunks(Buffer.from('x'))), store.put(app, inChunks(Buffer.from('x')))]);
    t.is(one.digest, two.digest);
    t.is((await store.list(app)).length, 1);
  });

  promises('a slug that fails while it is put leaves nothing', async (t) => {
    const { store, app } = await open(t);
    const failing = async function* () {
      yield Buffer.from('half');
      throw new Error('build gone');
    };
    await t.throwsAsync(store.put(app, failing()), { message: 'build gone' });
    t.deepEqual(await store.list(app), []);
    t.false(await store.has(app, digestOf(Buffer.from('half'))));
  });

  promises('a slug of one app is not there for another', async (t) => {
    const { store, app } = await open(t);
    const { digest } = await store.put(app, inChunks(Buffer.from('x')));
    const other = newAppId();
    t.false(await store.has(other, digest));
    t.deepEqual(await store.list(other), []);
    await expectNotFound(t, store.open(other, digest));
  });

  promises('a slug that is not there is slug/not-found to read and to lease', async (t) => {
    const { store, app } = await open(t);
    const digest = digestOf(Buffer.from('never'));
    t.false(await store.has(app, digest));
    await expectNotFound(t, store.open(app, digest));
    await expectNotFound(t, store.lease(app, digest, 1000));
  });

  promises('removing is idempotent, and so is destroying', async (t) => {
    const { store, app } = await open(t);
    const { digest } = await store.put(app, inChunks(Buffer.from('x')));
    await store.put(app, inChunks(Buffer.from('y')));
    await store.remove(app, digest);
    await store.remove(app, digest);
    t.false(await store.has(app, digest));
    t.is((await store.list(app)).length, 1);
    await store.destroy(app);
    await store.destroy(app);
    t.deepEqual(await store.list(app), []);
  });

  promises('a sweep removes what is neither wanted nor leased', async (t) => {
    const { store, clock, app } = await open(t);
    const [wanted, unwanted] = await Promise.all(
      ['a', 'b'].map(async (text) => (await store.put(app, inChunks(Buffer.from(text)))).digest),
    );
    const keep = new Set([wanted as SlugDigest]);
    t.deepEqual(await store.sweep(app, keep), []);
    clock.now += day + 1000;
    t.deepEqual(await store.sweep(app, keep), [unwanted]);
    t.deepEqual(
      (await store.list(app)).map(({ digest }) => digest),
      [wanted],
    );
  });

  promises('a lease outlives a restart and keeps the slug until it expires', async (t) => {
    const { store, again, clock, app } = await open(t);
    const { digest } = await store.put(app, inChunks(Buffer.from('x')));
    clock.now += day - hourMs;
    await store.lease(app, digest, 5 * hourMs);
    clock.now += 4 * hourMs;
    t.deepEqual(await again().sweep(app, new Set()), []);
    clock.now += 2 * hourMs;
    t.deepEqual(await again().sweep(app, new Set()), [digest]);
  });

  promises('a shorter lease and a second put never shorten a longer lease', async (t) => {
    const { store, clock, app } = await open(t);
    const { digest } = await store.put(app, inChunks(Buffer.from('x')));
    await store.lease(app, digest, 3 * day);
    await store.lease(app, digest, 1000);
    await store.put(app, inChunks(Buffer.from('x')));
    clock.now += 2 * day;
    t.deepEqual(await store.sweep(app, new Set()), []);
  });

  promises('a list tells digests, sizes and leases, in order of digest', async (t) => {
    const { store, clock, app } = await open(t);
    const put = await Promise.all(['a', 'bb', 'ccc'].map((text) => store.put(app, inChunks(Buffer.from(text)))));
    const listed = await store.list(app);
    t.deepEqual(
      listed,
      [...put].sort((one, other) => (one.digest < other.digest ? -1 : 1)),
    );
    t.true(listed.every(({ keptUntil }) => keptUntil === clock.now + day));
  });
};

const digestOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex') as SlugDigest;

const inChunks = async function* (content: Uint8Array) {
  for (let at = 0; at < content.length; at += 10_000) yield content.subarray(at, at + 10_000);
};

const expectNotFound = async (t: ExecutionContext, work: Promise<unknown>): Promise<void> => {
  const fault = await t.throwsAsync(work, { instanceOf: Fault });
  t.is(fault?.code, 'slug/not-found');
};
