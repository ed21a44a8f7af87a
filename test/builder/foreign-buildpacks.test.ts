import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { Fault, type FaultCode } from '../../core/index.ts';
import { openBuilder } from '../helpers/open-builder.ts';
import { type Tree, writeTree } from '../helpers/write-tree.ts';

const run = promisify(execFile);

const compile = (text: string) => `#!/bin/bash\nset -e\necho "${text}" >> "$1/marks"\n`;

/** A buildpack in a git repository. Each version becomes a commit. */
const publish = async (folder: string, ...versions: readonly Tree[]) => {
  const git = async (...args: readonly string[]) =>
    (await run('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args])).stdout.trim();
  await mkdir(folder, { recursive: true });
  await git('init', '-q', '-b', 'main');
  const commits: string[] = [];
  for (const version of versions) {
    await writeTree(folder, { 'bin/detect': '#!/bin/sh\necho Foreign\n', ...version });
    await git('add', '-A');
    await git('commit', '-q', '--allow-empty', '-m', 'version');
    commits.push(await git('rev-parse', 'HEAD'));
  }
  return { url: `file://${folder}`, commits, git };
};

const marksOf = async (folder: string) => (await readFile(join(folder, 'marks'), 'utf8')).trim().split('\n');

test('a buildpack pinned by commit runs as it was at that commit, and needs no network the second time', async (t) => {
  const { build, unpack, home, lines } = await openBuilder(t);
  const folder = join(home, 'pack');
  const pack = await publish(folder, { 'bin/compile': compile('old') }, { 'bin/compile': compile('new') });
  const reference = `${pack.url}#${pack.commits[0]}`;
  const tree = { '.buildpacks': `# pinned\n\n${reference}\n`, Procfile: 'web: x' };
  const { release } = await build(tree);
  t.deepEqual(await marksOf(await unpack(release.slug.digest)), ['old']);
  t.deepEqual(release.buildpacks, [reference]);
  t.true(lines.includes('-----> Foreign app detected'));

  await rename(folder, `${folder}-away`);
  const again = await build(tree);
  t.is(again.release.slug.digest, release.slug.digest);
});

test('a buildpack follows its branch, its tag or its default branch', async (t) => {
  const { build, unpack, home } = await openBuilder(t);
  const pack = await publish(join(home, 'pack'), { 'bin/compile': compile('one') });
  await pack.git('tag', '-a', '-m', 'v1', 'v1');
  const marks = async (reference: string) =>
    marksOf(await unpack((await build({ '.buildpacks': reference, Procfile: 'web: x' })).release.slug.digest));
  t.deepEqual(await marks(pack.url), ['one']);
  await writeTree(join(home, 'pack'), { 'bin/compile': compile('two') });
  await pack.git('commit', '-q', '-a', '-m', 'two');
  await pack.git('branch', 'team/x', 'HEAD~1');
  t.deepEqual(await marks(pack.url), ['two']);
  t.deepEqual(await marks(`${pack.url}#v1`), ['one']);
  t.deepEqual(await marks(`${pack.url}#team/x`), ['one']);
  t.deepEqual(await marks(`${pack.url}#${pack.commits[0]?.slice(0, 10)}`), ['one']);
});

test('what a buildpack exports reaches the next one, and the last one names the process types', async (t) => {
  const { build, unpack, home } = await openBuilder(t);
  const first = await publish(join(home, 'first'), {
    'bin/compile': `${compile('first')}mkdir -p "$1/tools"; printf '#!/bin/sh\\necho from-tool\\n' > "$1/tools/tool"; chmod +x "$1/tools/tool"
echo "declare -x PATH=\\"$1/tools:\\$PATH\\"" > "$(dirname "$0")/../export"; test -d "$2"; echo x > "$2/first"\n`,
    'bin/release': '#!/bin/sh\nprintf "default_process_types:\\n  web: first\\n  worker: first\\n"\n',
  });
  const second = await publish(join(home, 'second'), {
    'bin/detect': '#!/bin/sh\ntool\n',
    'bin/compile': '#!/bin/bash\ntool >> "$1/marks"; cat "$3/NAME" >> "$1/marks"; cat "$2/first" >> "$1/marks"\n',
    'bin/release': '#!/bin/sh\nprintf "default_process_types:\\n  web: $(tool)\\n"\n',
  });
  const { release } = await build({ '.buildpacks': `${first.url}\n${second.url}\n` }, { environment: { NAME: 'value\n' } });
  t.deepEqual(await marksOf(await unpack(release.slug.digest)), ['first', 'from-tool', 'value', 'x']);
  t.deepEqual(release.processes, { web: 'from-tool' });
  t.deepEqual(release.buildpacks, [first.url, second.url]);
});

test('a build never sees what an earlier one left in a buildpack’s folder', async (t) => {
  const { build, home } = await openBuilder(t);
  const pack = await publish(join(home, 'pack'), {
    'bin/compile': '#!/bin/sh\nd=$(dirname "$0"); test ! -e "$d/left" && touch "$d/left"\n',
  });
  const tree = { '.buildpacks': `${pack.url}#${pack.commits[0]}`, Procfile: 'web: x' };
  await build(tree);
  await t.notThrowsAsync(build(tree));
});

test('BUILDPACK_URL goes before .buildpacks, and ours can be named among others', async (t) => {
  const { build, unpack, home } = await openBuilder(t);
  const pack = await publish(join(home, 'pack'), { 'bin/compile': compile('foreign') });
  const tree = { '.buildpacks': 'static', 'package.json': '{}', Procfile: 'web: x' };
  const { release } = await build(tree, { environment: { BUILDPACK_URL: `${pack.url}\nnode` } });
  t.deepEqual(release.buildpacks, [pack.url, 'node']);
  const folder = await unpack(release.slug.digest);
  t.deepEqual(await marksOf(folder), ['foreign']);
  t.true((await readdir(join(folder, '.profile.d'))).includes('node.sh'));
});

test('a list of comments alone asks for nothing', async (t) => {
  const { build } = await openBuilder(t);
  const { release } = await build({ '.buildpacks': '# none\n', Procfile: 'web: x' });
  t.deepEqual(release.buildpacks, ['procfile']);
});

test('a buildpack that does not know the app, can not be fetched, or lacks the commit refuses the build', async (t) => {
  const { build, home } = await openBuilder(t);
  const pack = await publish(join(home, 'pack'), { 'bin/detect': '#!/bin/sh\nexit 1\n', 'bin/compile': compile('x') });
  const refusals: readonly { list: string; code: FaultCode }[] = [
    { list: pack.url, code: 'build/no-buildpack' },
    { list: `${pack.url}#nowhere`, code: 'build/failed' },
    { list: `${pack.url}#${'0'.repeat(40)}`, code: 'build/failed' },
    { list: `file://${home}/nothing`, code: 'build/failed' },
    { list: 'https://me:s3cret@example.com/x', code: 'build/buildpack-invalid' },
  ];
  for (const { list, code } of refusals) {
    const fault = await t.throwsAsync(build({ '.buildpacks': list, Procfile: 'web: x' }), { instanceOf: Fault });
    t.is(fault.code, code);
    t.truthy(fault.details.hint);
  }
});

test('a buildpack copy that is damaged is fetched anew', async (t) => {
  const { build, home, cacheFolder, app } = await openBuilder(t);
  const pack = await publish(join(home, 'pack'), { 'bin/compile': compile('x') });
  const tree = { '.buildpacks': pack.url, Procfile: 'web: x' };
  await build(tree);
  const clones = join(cacheFolder, app.id, 'buildpacks');
  const [clone = ''] = await readdir(clones);
  await rm(join(clones, clone, 'objects'), { recursive: true });
  await writeFile(join(clones, clone, 'HEAD'), 'garbage');
  await t.notThrowsAsync(build(tree));
});

test('a buildpack without bin/compile or with a strange interpreter refuses the build', async (t) => {
  const { build, home } = await openBuilder(t);
  const none = await publish(join(home, 'none'), { README: 'x' });
  const strange = await publish(join(home, 'strange'), { 'bin/compile': '#!/no/such/interpreter\n' });
  for (const { url } of [none, strange]) {
    const fault = await t.throwsAsync(build({ '.buildpacks': url, Procfile: 'web: x' }), { instanceOf: Fault });
    t.is(fault.code, 'build/failed');
    t.true(fault.message.includes('bin/compile'));
  }
});
