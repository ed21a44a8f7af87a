import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Fault, newAppId, type SlugDigest } from '../../../core/index.ts';
import { createTrees } from '../../../reconciler/engines/local/trees.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';

const never = new AbortController().signal;
const digest = 'd'.repeat(64) as SlugDigest;
const app = newAppId();

const open = async (t: ExecutionContext<unknown>, failWith?: Error) => {
  const folder = await temporaryDirectory(t);
  let unpacked = 0;
  let time = 0;
  const make = () =>
    createTrees({
      folder,
      unpack: async (_app, _digest, to) => {
        unpacked += 1;
        await writeFile(join(to, 'file'), 'content');
        if (failWith !== undefined) throw failWith;
      },
      now: () => time,
    });
  return { folder, make, unpacked: () => unpacked, later: (ms: number) => (time += ms) };
};

test('a slug is unpacked once, however many ask for it, and found again by the next server', async (t) => {
  const { make, unpacked } = await open(t);
  const trees = make();
  await Promise.all([trees.prepare(app, digest, never), trees.prepare(app, digest, never), trees.prepare(newAppId(), digest, never)]);
  await make().prepare(app, digest, never);
  t.is(unpacked(), 1);
  t.is(await readFile(join(trees.pathOf(digest), 'file'), 'utf8'), 'content');
});

test('a tree without its marker, or of an earlier start of the machine, is made again', async (t) => {
  const { folder, make, unpacked } = await open(t);
  await make().prepare(app, digest, never);
  await rm(join(folder, `${digest}.ready`));
  await make().prepare(app, digest, never);
  t.is(unpacked(), 2);
  await writeFile(join(folder, `${digest}.ready`), 'another boot');
  await make().prepare(app, digest, never);
  t.is(unpacked(), 3);
});

test('an unpacking that fails leaves nothing, tells why, and may be tried again', async (t) => {
  const { folder, make, unpacked } = await open(t, new Fault('slug/damaged', 'The slug is damaged.'));
  const trees = make();
  await t.throwsAsync(trees.prepare(app, digest, never), { code: 'slug/damaged' });
  await t.throwsAsync(trees.prepare(app, digest, AbortSignal.abort(new Error('enough'))), { message: 'enough' });
  await t.throwsAsync(trees.prepare(app, digest, never), { code: 'slug/damaged' });
  t.is(unpacked(), 2);
  t.deepEqual(await readdir(folder), []);
});

test('a tree that was just built is taken as it is, and one that is there already is not replaced', async (t) => {
  const { make, unpacked } = await open(t);
  const trees = make();
  const build = async (text: string) => {
    const folder = join(await temporaryDirectory(t), 'built');
    await mkdir(folder);
    await writeFile(join(folder, 'file'), text);
    await trees.keep(digest, folder);
    await t.throwsAsync(readdir(folder), { code: 'ENOENT' });
  };
  await build('one');
  await build('two');
  await trees.prepare(app, digest, never);
  t.is(unpacked(), 0);
  t.is(await readFile(join(trees.pathOf(digest), 'file'), 'utf8'), 'one');
});

test('a tree goes when nothing refers to it and nobody has asked for it for an hour', async (t) => {
  const { folder, make, later } = await open(t);
  const trees = make();
  await trees.prepare(app, digest, never);
  await trees.sweep(new Set());
  t.true((await readdir(folder)).includes(digest));
  later(2 * 60 * 60_000);
  await trees.sweep(new Set([digest]));
  t.true((await readdir(folder)).includes(digest));
  await trees.sweep(new Set());
  t.deepEqual(await readdir(folder), []);
});

test('what a crash left half done is swept at the start', async (t) => {
  const { folder, make } = await open(t);
  for (const name of ['x.new', 'y.trash']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'z.tmp'), '');
  await make().sweepRemains();
  t.deepEqual(await readdir(folder), []);
});
