import { lstat, mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { isFault, type Oid, type Receive } from '../../../core/index.ts';
import { createWork, type StartedTransport, startTransport } from './start-transport.ts';

test('a tree is written out of quarantine byte for byte, whatever its attributes say', async (t) => {
  const started: StartedTransport = await startTransport(t, { receive: { gate: (push) => exportTo(push, 'gate'), land } });
  const folderOf = (name: string) => join(started.folder, name);
  const work = await createWork(started);
  const files = {
    '.gitattributes':
      'crlf text eol=crlf\nid ident\nhidden export-ignore\nsubst export-subst\nwide working-tree-encoding=UTF-16\nlfs filter=lfs\n',
    crlf: 'one\ntwo\n',
    id: '$Id$\n',
    hidden: 'here\n',
    subst: '$Format:%H$\n',
    wide: 'wide\n',
    lfs: 'pointer\n',
    'name with\nnewline': 'odd\n',
  };
  for (const [path, content] of Object.entries(files)) await add(path, content, '100644');
  await add('bin/run', '#!/bin/sh\n', '100755');
  await add('outside', '/etc/passwd', '120000');
  await work.commit('files');

  const pushed = await work.git(['push', started.remote, 'main']);
  t.is(pushed.exitCode, 0, pushed.stderr);
  for (const folder of ['gate', 'land']) {
    for (const [path, content] of Object.entries(files)) t.is(await readFile(join(folderOf(folder), path), 'utf8'), content, path);
    t.is((await lstat(join(folderOf(folder), 'bin/run'))).mode & 0o111, 0o111);
    t.is(await readlink(join(folderOf(folder), 'outside')), '/etc/passwd');
    t.deepEqual((await readdir(folderOf(folder))).toSorted(), [...Object.keys(files), 'bin', 'outside'].toSorted());
  }
  t.deepEqual(await readdir(started.run), []);

  async function add(path: string, content: string, mode: string) {
    const blob = (await work.git(['hash-object', '-w', '--stdin'], { input: content })).stdout.trim();
    await work.git(['update-index', '--add', '--cacheinfo', mode, blob, path]);
  }
  async function exportTo(push: Parameters<Receive['gate']>[0], name: string) {
    await mkdir(folderOf(name));
    await push.export(push.commands[0]?.new as Oid, folderOf(name));
  }
  async function land(...[push, commands]: Parameters<Receive['land']>): ReturnType<Receive['land']> {
    await exportTo(push, 'land');
    return commands.map(({ ref }) => ({ ref, ok: true }));
  }
});

test('a submodule, a commit that is not there, and a path git would not write are refused by name', async (t) => {
  const exported = Promise.withResolvers<unknown>();
  const gate: Receive['gate'] = async (push) => {
    const folder = join(started.folder, 'tree');
    await mkdir(folder, { recursive: true });
    await push.export(push.options.message === undefined ? (push.commands[0]?.new as Oid) : (push.options.message as Oid), folder);
    exported.resolve('written');
  };
  const started: StartedTransport = await startTransport(t, { receive: { gate } });
  const work = await createWork(started);
  const missing = await work.git(['push', '-o', `message=${'1'.repeat(40)}`, started.remote, 'main']);
  t.regex(missing.stderr, /✗ The tree of 1111111 can't be written to disk/);
  const head = (await work.git(['rev-parse', 'HEAD'])).stdout.trim();
  await work.git(['update-index', '--add', '--cacheinfo', `160000,${head},vendor/lib`]);
  await work.commit('submodule');
  const submodule = await work.git(['push', started.remote, 'main']);
  t.regex(submodule.stderr, /✗ «vendor\/lib» is a submodule/);
  t.is(submodule.exitCode, 1);
  const blob = (await work.git(['hash-object', '-w', '--stdin'], { input: 'x' })).stdout.trim();
  const entry = Buffer.concat([Buffer.from('100644 .git\0'), Buffer.from(blob, 'hex')]);
  const tree = (await work.git(['hash-object', '-w', '--literally', '-t', 'tree', '--stdin'], { input: entry })).stdout.trim();
  const commit = (await work.git(['commit-tree', '-m', 'dot git', tree])).stdout.trim();
  const dotGit = await work.git(['push', started.remote, `${commit}:refs/heads/main`]);
  t.regex(dotGit.stderr, /✗ The tree of [0-9a-f]{7} can't be written to disk[\s\S]*invalid path '\.git'|hasDotgit/);
  t.is(dotGit.exitCode, 1);
  t.deepEqual(await readdir(started.run), []);
});

test('an export that its push outlives is broken off', async (t) => {
  const outcome = Promise.withResolvers<unknown>();
  const gone = new AbortController();
  const gate: Receive['gate'] = async (push, _output, signal) => {
    gone.abort();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await push.export(push.commands[0]?.new as Oid, started.folder).catch(outcome.resolve);
    signal.throwIfAborted();
  };
  const started: StartedTransport = await startTransport(t, { receive: { gate } });
  const work = await createWork(started);
  await work.git(['push', started.remote, 'main'], { signal: gone.signal });
  t.true(isFault(await outcome.promise, 'interrupted'));
});
