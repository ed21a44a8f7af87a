import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test, { type ExecutionContext } from 'ava';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { testWhere } from '../helpers/test-where.ts';
import { root } from './list-files.ts';

/** A project with the launcher, our Node as its packaged one, and a `main.ts`. */
const project = async (t: ExecutionContext, main: string): Promise<string> => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'bin'));
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  await copyFile(join(root, 'bin/launch.js'), join(folder, 'bin/launch.js'));
  await symlink(process.execPath, join(folder, 'node_modules/.bin/node'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'main.ts'), main);
  return folder;
};

const launch = (t: ExecutionContext, wish: { readonly node: string; readonly folder: string; readonly parameters: readonly string[] }) => {
  const child = spawn(wish.node, [join(wish.folder, 'bin/launch.js'), ...wish.parameters], { env: { PATH: process.env['PATH'] } });
  t.teardown(() => void child.kill('SIGKILL'));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return { child, ended, output: text(child.stdout), errors: text(child.stderr) };
};

const versionOf = (node: string) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
const candidates = (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'node'));
const old = candidates.find((node) => /^v2[0-3]\./.test(versionOf(node)));

const nodes = [
  { name: 'a recent Node', node: process.execPath, need: { holds: true, otherwise: '' } },
  { name: 'an older Node', node: old ?? '', need: { holds: old !== undefined, otherwise: 'there is no Node 20 to 23 here' } },
];

const telling =
  'const words: string[] = process.argv.slice(2); console.log(JSON.stringify([process.version, words, process.env["NODE_COMPILE_CACHE"]]));';

for (const { name, node, need } of nodes) {
  testWhere(need, `${name} runs a program on a Node that is new enough, with its words, and a compile cache`, async (t) => {
    const folder = await project(t, telling);
    const { ended, output } = launch(t, { node, folder, parameters: ['start', 'a b', '--c'] });
    t.deepEqual(JSON.parse(await output), [process.version, ['a b', '--c'], join(folder, 'node_modules/.cache/sluice')]);
    t.deepEqual(await ended, { code: 0, signal: null });
  });

  testWhere(need, `${name} passes on the exit code`, async (t) => {
    const folder = await project(t, 'process.exit(7);');
    t.is((await launch(t, { node, folder, parameters: ['start'] }).ended).code, 7);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    testWhere(need, `${name} passes on ${signal}, once`, async (t) => {
      const counting = `let count = 0; process.on('${signal}', () => { count += 1; setTimeout(() => process.exit(40 + count), 200); });`;
      const folder = await project(t, `${counting} setInterval(() => {}, 1000); process.stdout.write('ready');`);
      const { child, ended } = launch(t, { node, folder, parameters: ['start'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill(signal);
      t.is((await ended).code, 41);
    });
  }

  testWhere(need, `${name} ends by the signal that ended the program`, async (t) => {
    const folder = await project(t, "process.kill(process.pid, 'SIGKILL');");
    t.is((await launch(t, { node, folder, parameters: ['start'] }).ended).signal, 'SIGKILL');
  });
}

test('an unknown program is answered with those there are', async (t) => {
  for (const parameters of [[], ['nonsense'], ['constructor']]) {
    const { ended, errors } = launch(t, { node: process.execPath, folder: root, parameters });
    t.regex(await errors, /^usage: .*start\|demo/);
    t.is((await ended).code, 2);
  }
});

test('without packages the first thing to type is told', async (t) => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await copyFile(join(root, 'bin/launch.js'), join(folder, 'bin/launch.js'));
  const { ended, errors } = launch(t, { node: process.execPath, folder, parameters: ['start'] });
  t.regex(await errors, /npm ci/);
  t.is((await ended).code, 1);
});

testWhere(
  { holds: old !== undefined, otherwise: 'there is no Node 20 to 23 here' },
  'an older Node without a packaged one says what to install',
  async (t) => {
    const folder = await project(t, '');
    await rm(join(folder, 'node_modules/.bin/node'));
    const { ended, errors } = launch(t, { node: old ?? '', folder, parameters: ['start'] });
    t.regex(await errors, /→ Install Node 24/);
    t.is((await ended).code, 1);
  },
);
