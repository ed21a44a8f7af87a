import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { Oid } from '../../../core/index.ts';
import { createBoundedMap } from '../../../gitserver/repositories/bounded-map.ts';
import { formatCommit, parseCommit, subjectOf } from '../../../gitserver/repositories/commit-text.ts';
import { objectFileSystem } from '../../../gitserver/repositories/object-file-system.ts';
import { formatTree, parseTree } from '../../../gitserver/repositories/tree-text.ts';
import { deploy, openApp, openPlatform, reopen, set, shop } from './open-platform.ts';

test('what was packed by gc is read like what lies loose, by a platform that starts anew too', async (t) => {
  const opened = await openApp(t);
  const { change, git, main, desired, repositories } = opened;
  await change(deploy('a'));
  git(['gc', '--quiet', '--prune=now']);
  await change(set({ A: '1' }));
  t.deepEqual((await desired()).environment, { A: '1' });
  git(['gc', '--quiet', '--prune=now']);
  const { commit } = await change(set({ B: '2' }));
  const anew = await reopen(opened);
  t.deepEqual((await anew.desired(shop, commit)).environment, { A: '1', B: '2' });
  t.is((await repositories.message(shop.id, await main())).parents.length, 1);
});

test('an object is written whole under its name and leaves no temporary file, also where gc removed its folder', async (t) => {
  const { folder } = await openPlatform(t);
  const objects = join(folder, 'objects');
  const path = join(objects, 'ab', 'cdef');
  const writeFile = async (path: string, content: Uint8Array) => await objectFileSystem.writeFile(path, content);
  await t.throwsAsync(writeFile(join(folder, 'elsewhere', 'x'), Buffer.from('x')), { message: /not in a repository's objects/ });
  for (let round = 0; round < 3; round += 1) {
    await writeFile(path, Buffer.from('content'));
    t.deepEqual(await readdir(join(objects, 'ab')), ['cdef']);
    await rm(join(objects, 'ab'), { recursive: true });
  }
});

test('an object that is missing or damaged is said to be so, with the command to look', async (t) => {
  const { repositories, gitdir, change } = await openApp(t);
  const { commit } = await change(deploy('a'));
  await t.throwsAsync(repositories.message(shop.id, 'f'.repeat(40) as Oid), { code: 'repository/damaged' });
  await rm(join(gitdir, 'objects'), { recursive: true });
  const error = await t.throwsAsync(repositories.onFirstParentChain(shop.id, 'f'.repeat(40) as Oid, commit), {
    code: 'repository/damaged',
  });
  t.like(error, { details: { hint: `Look at it with: git --git-dir=${gitdir} fsck` } });
});

test('a commit is read as it was written, signature and all', (t) => {
  const commit = {
    tree: '1'.repeat(40) as Oid,
    parents: ['2'.repeat(40) as Oid, '3'.repeat(40) as Oid],
    author: { name: 'Ada <x>\n Lovelace', email: 'ada@example.com\nparent 4' },
    committer: { name: '', email: '' },
    at: 1_700_000_000,
    message: 'Title\nof two lines\n\n parent 5\n\n',
  };
  const text = formatCommit(commit, () => '-----BEGIN\nabc\n-----END');
  t.deepEqual(parseCommit(text), {
    ...commit,
    author: { name: 'Ada x Lovelace', email: 'ada@example.comparent 4' },
    committer: { name: 'nobody', email: 'nobody' },
  });
  t.is(subjectOf(commit.message), 'Title of two lines');
  for (const garbage of ['', 'tree', 'x\n\ny', text.replace('author', 'auteur'), text.replace('+0000', 'later')]) {
    t.throws(() => parseCommit(garbage), { message: 'not a commit object' });
  }
});

test('a tree is read as it was written, in the order git wants', (t) => {
  const oid = 'ab'.repeat(20) as Oid;
  const entries = ['b.txt', 'b', 'a', '.sops.yaml', 'ü'].map((name) => ({ mode: name === 'b' ? '40000' : '100644', name, oid }));
  const bytes = formatTree(entries);
  t.deepEqual(
    parseTree(bytes).map(({ name }) => name),
    ['.sops.yaml', 'a', 'b.txt', 'b', 'ü'],
  );
  for (const cut of [bytes.subarray(0, 5), bytes.subarray(0, bytes.length - 1), Buffer.from('garbage')]) {
    t.throws(() => parseTree(cut), { message: 'not a tree object' });
  }
});

test('a bounded map forgets what was used longest ago, and keeps nothing heavier than itself', (t) => {
  const map = createBoundedMap<string>(10);
  map.set('a', 'A', 4);
  map.set('b', 'B', 4);
  t.is(map.get('a'), 'A');
  map.set('c', 'C', 4);
  t.deepEqual(['a', 'b', 'c'].map(map.get), ['A', undefined, 'C']);
  map.set('a', 'AA', 1);
  map.set('d', 'D', 5);
  t.deepEqual(['a', 'c', 'd'].map(map.get), ['AA', 'C', 'D']);
  map.set('huge', 'H', 11);
  t.is(map.get('huge'), undefined);
  map.delete('nothing');
});
