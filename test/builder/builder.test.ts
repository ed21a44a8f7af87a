import { access, lstat, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { stack } from '../../builder/index.ts';
import { Fault, type FaultCode } from '../../core/index.ts';
import { appFixture, openBuilder } from '../helpers/open-builder.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import type { Tree } from '../helpers/write-tree.ts';

const hello = join(import.meta.dirname, '..', '..', 'examples', 'hello-node');

test('the Node example becomes a slug, and the pusher sees how', async (t) => {
  const { build, lines, slugs, app, unpack, workFolder } = await openBuilder(t);
  const { release, timings } = await build(hello);
  t.like(release, {
    source: 'c'.repeat(40),
    processes: { web: 'node server.js' },
    buildpacks: ['node'],
    stack,
    template: 1,
  });
  t.is(lines[0], '-----> Node app detected');
  t.is(lines[1], '-----> Build succeeded');
  t.regex(lines[2] ?? '', /^-----> Slug \d+\.\d kB \(sha256 [0-9a-f]{12}…\)$/);
  t.true(timings.buildMs > 0 && timings.slugMs > 0);
  t.deepEqual(
    (await slugs.list(app.id)).map(({ digest, sizeBytes }) => ({ digest, sizeBytes })),
    [release.slug],
  );
  t.true((await readdir(await unpack(release.slug.digest))).includes('server.js'));
  t.deepEqual(await readdir(workFolder), []);
});

test('the same tree built twice, in other folders and under another umask, gives the same digest', async (t) => {
  const one = await openBuilder(t);
  const other = await openBuilder(t);
  const first = await one.build(hello);
  const before = process.umask(0o077);
  t.teardown(() => process.umask(before));
  const second = await other.build(hello);
  process.umask(before);
  t.is(first.release.slug.digest, second.release.slug.digest);
});

test('a tree that is kept is what the slug unpacks to', async (t) => {
  const kept: string[] = [];
  const { build, home, unpack } = await openBuilder(t, {
    keepTree: async (_digest, folder) => {
      await rename(folder, `${folder}-kept`);
      await rename(`${folder}-kept`, join(home, 'kept'));
      kept.push(folder);
    },
  });
  const tree: Tree = { Procfile: 'web: ./a', a: '#!/bin/sh\n', '.slugignore': 'gone\n', gone: 'x', 'sub/.git/x': 'x', link: { link: 'a' } };
  const { release } = await build({ ...tree, 'bin/compile': '#!/bin/sh\numask 0\necho x > "$1/open"\nmkfifo "$1/pipe"\n' });
  t.is(kept.length, 1);
  const unpacked = await unpack(release.slug.digest);
  const names = (await readdir(unpacked, { recursive: true })).sort();
  t.deepEqual(names, ['.slugignore', 'Procfile', 'a', 'bin', 'bin/compile', 'link', 'open', 'sub']);
  t.deepEqual((await readdir(join(home, 'kept'), { recursive: true })).sort(), names);
  for (const name of names) t.is((await lstat(join(home, 'kept', name))).mode, (await lstat(join(unpacked, name))).mode);
});

test('a tree that can not be kept fails nothing', async (t) => {
  const { build } = await openBuilder(t, { keepTree: () => Promise.reject(new Error('no room')) });
  await t.notThrowsAsync(build(hello));
});

const processTables: readonly { title: string; tree: Tree; processes: Record<string, string>; buildpack: string }[] = [
  {
    title: 'a Procfile wins over what the buildpack proposes, type by type',
    tree: {
      Procfile: 'web: ./mine\nrelease: ./migrate\n',
      'bin/compile': '#!/bin/sh\n',
      'bin/release': '#!/bin/sh\nprintf "default_process_types:\\n  web: theirs\\n  console: ./console\\n"\n',
    },
    processes: { web: './mine', release: './migrate', console: './console' },
    buildpack: 'inline',
  },
  {
    title: 'a Node app of workers alone is given no web process',
    tree: { 'package.json': '{}', 'server.js': '', Procfile: 'worker: node w.js' },
    processes: { worker: 'node w.js' },
    buildpack: 'node',
  },
  {
    title: 'a Node app with a start script is started by npm',
    tree: { 'package.json': '{ "scripts": { "test": "x", "start" : "node a.js" } }', 'server.js': '' },
    processes: { web: 'npm start' },
    buildpack: 'node',
  },
  {
    title: 'a Node app with server.js alone is started by node',
    tree: { 'package.json': '{ "name": "start" }', 'server.js': '' },
    processes: { web: 'node server.js' },
    buildpack: 'node',
  },
  { title: 'a page is a static site', tree: { 'index.html': 'x' }, processes: { web: 'node .static/server.mjs' }, buildpack: 'static' },
  { title: 'a Procfile alone is enough', tree: { Procfile: 'web: ./start' }, processes: { web: './start' }, buildpack: 'procfile' },
  {
    title: 'a Procfile the build writes counts',
    tree: { 'bin/compile': '#!/bin/sh\necho "web: ./made" > "$1/Procfile"\n' },
    processes: { web: './made' },
    buildpack: 'inline',
  },
  {
    title: "an app's own bin/compile goes before package.json",
    tree: { 'bin/compile': '#!/bin/sh\n', 'package.json': '{}', Procfile: 'web: x' },
    processes: { web: 'x' },
    buildpack: 'inline',
  },
  {
    title: "an app's own bin/detect may say no",
    tree: { 'bin/detect': '#!/bin/sh\nexit 1\n', 'bin/compile': '#!/bin/sh\n', Procfile: 'web: x' },
    processes: { web: 'x' },
    buildpack: 'procfile',
  },
];

for (const { title, tree, processes, buildpack } of processTables) {
  test(title, async (t) => {
    const { build } = await openBuilder(t);
    const { release } = await build(tree);
    t.deepEqual(release.processes, processes);
    t.deepEqual(release.buildpacks, [buildpack]);
  });
}

const refusals: readonly { title: string; tree: Tree; code: FaultCode; says: string }[] = [
  {
    title: 'a tree no buildpack knows is refused with what was looked for',
    tree: { 'README.md': 'x' },
    code: 'build/no-buildpack',
    says: 'package.json',
  },
  { title: 'an empty repository is refused', tree: {}, code: 'build/no-buildpack', says: 'Procfile' },
  { title: 'a bad Procfile is refused', tree: { Procfile: 'web', 'package.json': '{}' }, code: 'build/procfile-invalid', says: 'line 1' },
  {
    title: 'a Procfile that links elsewhere is refused',
    tree: { Procfile: { link: '/etc/hostname' } },
    code: 'build/failed',
    says: 'ordinary file',
  },
  { title: 'a folder named Procfile is refused', tree: { 'Procfile/x': 'x' }, code: 'build/failed', says: 'ordinary file' },
  { title: 'an endless Procfile is refused', tree: { Procfile: '#'.repeat(100_000) }, code: 'build/failed', says: 'larger' },
  { title: 'a build that gives nothing to run is refused', tree: { 'package.json': '{}' }, code: 'build/failed', says: 'nothing to run' },
  {
    title: 'a bin/compile that is not executable is refused',
    tree: { 'bin/compile': 'echo', Procfile: 'web: x' },
    code: 'build/failed',
    says: 'exited with 126',
  },
  {
    title: 'a bin/release that fails is refused',
    tree: { 'bin/compile': '#!/bin/sh\n', 'bin/release': '#!/bin/sh\nexit 9\n' },
    code: 'build/failed',
    says: 'exited with 9',
  },
  {
    title: 'a bin/release that prints garbage is refused',
    tree: { 'bin/compile': '#!/bin/sh\n', 'bin/release': '#!/bin/sh\necho "]["\n' },
    code: 'build/failed',
    says: 'bin/release',
  },
  {
    title: 'a compile that dies of a signal is refused',
    tree: { 'bin/compile': '#!/bin/sh\nkill -9 $$\n' },
    code: 'build/failed',
    says: 'SIGKILL',
  },
  { title: 'a static.json that is not JSON is refused', tree: { 'static.json': '{' }, code: 'build/failed', says: 'exited with 1' },
  {
    title: 'a static.json that leads out of the site is refused',
    tree: { 'static.json': '{"root":"../.."}' },
    code: 'build/failed',
    says: 'exited with 1',
  },
];

for (const { title, tree, code, says } of refusals) {
  test(title, async (t) => {
    const { build, workFolder, slugs, app } = await openBuilder(t);
    const fault = await t.throwsAsync(build(tree), { instanceOf: Fault });
    t.is(fault.code, code);
    t.true(fault.message.includes(says), fault.message);
    t.truthy(fault.details.hint);
    t.deepEqual(await readdir(workFolder), []);
    t.deepEqual(await slugs.list(app.id), []);
  });
}

test('a build that fails shows its output and ends with its last lines', async (t) => {
  const { build, lines } = await openBuilder(t);
  const fault = await t.throwsAsync(build(appFixture('build-fails')), { instanceOf: Fault });
  t.is(fault.code, 'build/failed');
  t.true(lines.includes('cannot find the thing'));
  t.is(fault.details.lastLines?.at(-1), 'cannot find the thing');
});

test('output comes while the build runs, line by line and without escape sequences', async (t) => {
  const { build, lines, home } = await openBuilder(t);
  const gate = join(home, 'gate');
  const compile = `#!/bin/sh\nprintf '\\033[31mred\\033[0m\\n'\nwhile [ ! -e '${gate}' ]; do sleep 0.02; done\necho end >&2\n`;
  const done = build({ 'bin/compile': compile, Procfile: 'web: x' });
  await waitUntil('the first line is shown', () => lines.includes('red'));
  t.false(lines.includes('end'));
  await mkdir(gate);
  await done;
  t.true(lines.includes('end'));
});

test('a build that prints without end is cut, and still succeeds', async (t) => {
  const { build, lines } = await openBuilder(t, { limits: { outputBytes: 1000 } });
  await build({ 'bin/compile': '#!/bin/sh\nseq 1 20000\n', Procfile: 'web: x' });
  t.true(lines.join('\n').length < 1500);
  t.true(lines.some((line) => line.includes('rest is not shown')));
  t.true(lines.some((line) => line.startsWith('-----> Slug')));
});

test('a build gets config variables as files and an environment of its own', async (t) => {
  process.env['SECRET_OF_THE_SERVER'] = 'leaked';
  t.teardown(() => delete process.env['SECRET_OF_THE_SERVER']);
  const { build, unpack } = await openBuilder(t);
  const compile = `#!/bin/sh
env > "$1/environment"
for file in "$3"/*; do printf '%s=[%s]\\n' "\${file##*/}" "$(cat "$file")"; done > "$1/variables"
echo "$HOME" | grep -q "$1" && exit 1
test -d "$TMPDIR" && test -w "$HOME" && test "$PWD" = "$1"
`;
  const { release } = await build(
    { 'bin/compile': compile, Procfile: 'web: x' },
    { environment: { DATABASE_URL: 'postgres://a b', EMPTY: '' } },
  );
  const folder = await unpack(release.slug.digest);
  t.is(await readFile(join(folder, 'variables'), 'utf8'), 'DATABASE_URL=[postgres://a b]\nEMPTY=[]\n');
  const environment = await readFile(join(folder, 'environment'), 'utf8');
  t.false(environment.includes('leaked') || environment.includes('postgres'));
  t.true(environment.includes(`STACK=${stack}\n`) && environment.includes(`SOURCE_VERSION=${'c'.repeat(40)}\n`));
  t.regex(environment, /^REQUEST_ID=build-[a-z0-9]{20}$/m);
});

test('a config variable whose name is a path is refused before anything is written', async (t) => {
  const { build, workFolder } = await openBuilder(t);
  const fault = await t.throwsAsync(build({ Procfile: 'web: x' }, { environment: { '../tree/evil': 'x' } }), { instanceOf: Fault });
  t.is(fault.code, 'config/invalid-name');
  t.deepEqual(await readdir(workFolder), []);
});

test('the cache lasts from build to build, also after one that fails, until it is cleaned', async (t) => {
  const { build, unpack, builder, app, cacheFolder } = await openBuilder(t);
  const runs = async (clean: boolean) => {
    const { release } = await build(appFixture('inline-compile'), { clean });
    return readFile(join(await unpack(release.slug.digest), 'built.txt'), 'utf8');
  };
  t.is(await runs(false), 'built 1 times\n');
  await t.throwsAsync(build({ 'bin/compile': '#!/bin/sh\nexit 1\n' }));
  t.is(await runs(false), 'built 2 times\n');
  t.is(await runs(true), 'built 1 times\n');
  await builder.destroy(app.id);
  await builder.destroy(app.id);
  await t.throwsAsync(access(join(cacheFolder, app.id)));
});

test('a slug over the limit is refused', async (t) => {
  const { build, slugs, app } = await openBuilder(t, { limits: { slug: { archiveBytes: 100, unpackedBytes: 1e6, entries: 100 } } });
  const fault = await t.throwsAsync(build(hello), { instanceOf: Fault });
  t.is(fault.code, 'slug/too-large');
  t.deepEqual(await slugs.list(app.id), []);
});

test('files a build leaves unreadable or unwritable stop neither a build nor its removal', async (t) => {
  const { build, workFolder, builder, app } = await openBuilder(t);
  const lock = 'for d in "$1" "$2" "$HOME"; do mkdir -p "$d/d"; echo x > "$d/d/f"; chmod 0 "$d/d/f"; chmod 500 "$d/d"; done\n';
  await build({ 'bin/compile': `#!/bin/sh\n${lock}`, Procfile: 'web: x' });
  await t.throwsAsync(build({ 'bin/compile': `#!/bin/sh\n${lock}exit 1\n`, Procfile: 'web: x' }, { clean: true }), { instanceOf: Fault });
  t.deepEqual(await readdir(workFolder), []);
  await builder.destroy(app.id);
});

test('the platform’s own scripts are executable', async (t) => {
  const folder = join(import.meta.dirname, '..', '..', 'builder', 'buildpacks');
  for (const name of await readdir(folder)) {
    for (const script of await readdir(join(folder, name, 'bin')))
      t.is((await lstat(join(folder, name, 'bin', script))).mode & 0o111, 0o111);
  }
});
