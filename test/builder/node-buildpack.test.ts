import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { inheritedByBuilds } from '../../builder/index.ts';
import { Fault } from '../../core/index.ts';
import { appFixture, openBuilder } from '../helpers/open-builder.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { type Tree, writeTree } from '../helpers/write-tree.ts';

test('development dependencies build the app and are then taken out, with a cache of their own', async (t) => {
  const { build, unpack, lines, cacheFolder, app } = await openBuilder(t);
  const { release } = await build(appFixture('dev-dependencies'), { environment: { GREETING: 'hi\nthere ', UID: '7', PATH: '/nowhere' } });
  t.true(lines.includes('       tool ran'));
  const folder = await unpack(release.slug.digest);
  t.is(await readFile(join(folder, 'built.txt'), 'utf8'), 'NODE_ENV production, GREETING hi\nthere \n');
  t.false((await readdir(join(folder, 'node_modules'))).includes('tool'));
  t.true((await readdir(join(cacheFolder, app.id, 'build'))).includes('npm'));
});

test('a build script that fails refuses the build with its output', async (t) => {
  const { build } = await openBuilder(t);
  const tree = { 'package.json': '{ "scripts": { "build": "echo broken; exit 3" } }', Procfile: 'web: x' };
  const fault = await t.throwsAsync(build(tree), { instanceOf: Fault });
  t.is(fault.code, 'build/failed');
  t.true(fault.details.lastLines?.some((line) => line.includes('broken')));
});

const commands: readonly { title: string; tree: Tree; calls: readonly string[] }[] = [
  {
    title: 'no dependencies and no scripts',
    tree: { 'package.json': '{ "name": "dependencies", "scripts": { "start": "x" } }' },
    calls: [],
  },
  { title: 'empty dependencies', tree: { 'package.json': '{ "dependencies": { },\n "devDependencies":{} }' }, calls: [] },
  { title: 'a lock file and nothing to install', tree: { 'package.json': '{}', 'package-lock.json': '{}' }, calls: [] },
  {
    title: 'dependencies with a lock file',
    tree: { 'package.json': '{ "dependencies": { "a": "1" } }', 'package-lock.json': '{}' },
    calls: ['ci --include=dev'],
  },
  {
    title: 'dependencies without a lock file',
    tree: { 'package.json': '{ "dependencies": { "a": "1" } }', 'yarn.lock': '' },
    calls: ['install --include=dev --no-package-lock'],
  },
  { title: 'a build script alone', tree: { 'package.json': '{ "scripts": { "build": "x" } }' }, calls: ['run build --if-present'] },
  {
    title: 'everything',
    tree: {
      'package.json': '{ "scripts": { "build": "x", "heroku-postbuild": "y" }, "devDependencies": { "a": "1" } }',
      'npm-shrinkwrap.json': '{}',
    },
    calls: ['ci --include=dev', 'run heroku-postbuild', 'prune --omit=dev'],
  },
];

for (const { title, tree, calls } of commands) {
  test(`npm is asked for what is needed and no more: ${title}`, async (t) => {
    const fake = await temporaryDirectory(t);
    await writeTree(fake, { npm: `#!/bin/sh\necho "$@" >> '${fake}/calls'\n`, calls: '' });
    const { build, unpack } = await openBuilder(t, { nodePath: fake, inherited: inheritedByBuilds(process.env) });
    const { release } = await build({ ...tree, Procfile: 'web: x' });
    const asked = (await readFile(join(fake, 'calls'), 'utf8')).split('\n').filter((line) => line !== '');
    t.deepEqual(asked, calls);
    t.true((await readFile(join(await unpack(release.slug.digest), '.profile.d', 'node.sh'), 'utf8')).includes('NODE_ENV'));
  });
}
