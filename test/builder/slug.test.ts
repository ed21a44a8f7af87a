import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, link, lstat, mkdir, readdir, readFile, readlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { packSlug, settleTree, slugLimits, unpackSlug } from '../../builder/index.ts';
import { Fault } from '../../core/index.ts';
import { sealed } from '../helpers/make-archive.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { type Tree, writeTree } from '../helpers/write-tree.ts';

const run = promisify(execFile);

const long = `${'deep-folder/'.repeat(30)}${'long-name-'.repeat(15)}.txt`;
const tree: Tree = {
  Procfile: 'web: ./start\n',
  start: '#!/bin/sh\necho up\n',
  'b/empty.txt': '',
  'b-c/after-b.txt': 'x',
  'ünïcode/näme.txt': 'ü',
  [long]: 'long',
  'big.bin': Buffer.alloc(700_001, 'sluice'),
  'link-inside': { link: 'b/empty.txt' },
  'link-outside': { link: '/etc/hostname' },
  'link-long': { link: 'x/'.repeat(100) },
};

const packed = async (folder: string) => sealed(await buffer(packSlug(folder, await settleTree(folder, () => {}))));

const treeFolder = async (t: ExecutionContext, content: Tree = tree) => {
  const folder = join(await temporaryDirectory(t), 'tree');
  await writeTree(folder, content);
  return folder;
};

/** Path, kind, mode and content of everything in a folder. */
const shapeOf = async (folder: string) => {
  const names = (await readdir(folder, { recursive: true })).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const stat = await lstat(path);
      if (stat.isSymbolicLink()) return [name, 'link', await readlink(path)];
      const content = stat.isFile()
        ? createHash('sha256')
            .update(await readFile(path))
            .digest('hex')
        : 'folder';
      return [name, (stat.mode & 0o7777).toString(8), content];
    }),
  );
};

test('a slug unpacks to what was packed', async (t) => {
  const folder = await treeFolder(t);
  const { archive, digest } = await packed(folder);
  const unpacked = join(await temporaryDirectory(t), 'out');
  await unpackSlug(archive(), { folder: unpacked, digest });
  t.deepEqual(await shapeOf(unpacked), await shapeOf(folder));
  t.is((await shapeOf(unpacked)).length, 43);
});

test('a slug is a tar that the system tool reads', async (t) => {
  const folder = await treeFolder(t);
  const { bytes } = await packed(folder);
  const home = await temporaryDirectory(t);
  await writeFile(join(home, 'slug.tar'), zstdDecompressSync(bytes));
  await mkdir(join(home, 'out'));
  await run('tar', ['-xpf', join(home, 'slug.tar'), '-C', join(home, 'out'), '--no-same-owner']);
  t.deepEqual(await shapeOf(join(home, 'out')), await shapeOf(folder));
});

test('equal trees give equal slugs, whatever their folder, age, modes, order of writing and hard links', async (t) => {
  const one = await packed(await treeFolder(t));
  const folder = await treeFolder(t, Object.fromEntries(Object.entries(tree).reverse()));
  await chmod(join(folder, 'Procfile'), 0o666);
  await chmod(join(folder, 'start'), 0o4700);
  await chmod(join(folder, 'b'), 0o777);
  await utimes(join(folder, 'start'), 1, 1);
  await writeTree(folder, { 'b-c/.git/config': 'x', '.git/HEAD': 'x' });
  const other = await packed(folder);
  t.is(one.digest, other.digest);

  const copies = await treeFolder(t, { one: 'same', two: 'same' });
  const linked = await treeFolder(t, { one: 'same' });
  await link(join(linked, 'one'), join(linked, 'two'));
  t.is((await packed(copies)).digest, (await packed(linked)).digest);
});

test('trees that differ in a byte, a name, an executable bit or a link target give other slugs', async (t) => {
  const variants: readonly Tree[] = [
    { a: 'x' },
    { a: 'y' },
    { b: 'x' },
    { a: '#!x' },
    { a: { link: 'x' } },
    { a: { link: 'y' } },
    { 'a/x': '' },
  ];
  const digests = await Promise.all(variants.map(async (variant) => (await packed(await treeFolder(t, variant))).digest));
  t.is(new Set(digests).size, variants.length);
});

test('a socket is left out of the slug and of the tree, and said so', async (t) => {
  const folder = await treeFolder(t, { a: 'x' });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 's.sock'), resolve));
  t.teardown(() => server.close());
  const lines: string[] = [];
  const entries = await settleTree(folder, (line) => lines.push(line));
  t.deepEqual(
    entries.map(({ path }) => path),
    ['a'],
  );
  t.true(lines[0]?.includes('s.sock'));
  t.deepEqual(await readdir(folder), ['a']);
});

test('a slug over a limit is refused with what to do', async (t) => {
  const folder = await treeFolder(t);
  const entries = await settleTree(folder, () => {});
  for (const limits of [
    { ...slugLimits, archiveBytes: 500 },
    { ...slugLimits, unpackedBytes: 700_000 },
    { ...slugLimits, entries: 10 },
  ]) {
    const fault = await t.throwsAsync(buffer(packSlug(folder, entries, limits)), { instanceOf: Fault });
    t.is(fault.code, 'slug/too-large');
    t.true(fault.details.hint?.includes('.slugignore'));
  }
});

test('a file that changes its size while it is packed fails the build', async (t) => {
  const folder = await treeFolder(t, { a: 'x' });
  const entries = await settleTree(folder, () => {});
  await writeFile(join(folder, 'a'), 'longer');
  const fault = await t.throwsAsync(buffer(packSlug(folder, entries)), { instanceOf: Fault });
  t.is(fault.code, 'build/failed');
});
