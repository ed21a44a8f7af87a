import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { platformEnvironment } from '../helpers/platform-environment.ts';
import { startPlatform } from '../helpers/start-platform.ts';
import { openStory, type Story } from '../helpers/story.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { waitUntil } from '../helpers/wait-until.ts';

/** An app whose build waits for a file, so that a test decides when it ends. */
const waitingBuild = (gate: string) => `#!/bin/sh\necho "waiting for the gate"\nwhile [ ! -e "${gate}" ]; do sleep 0.05; done\n`;

const appWithGate = async (story: Story, name: string): Promise<{ copy: string; gate: string }> => {
  const copy = await story.app('inline-compile', name);
  const gate = join(story.folder, `gate-${name}`);
  const first = await story.push(copy, 'main');
  if (first.exitCode !== 0) throw new Error(first.stderr);
  const compile = await story.readText(join(copy, 'bin', 'compile'));
  await story.commit(copy, { 'bin/compile': waitingBuild(gate) + compile.replace(/^#!.*\n/, '') });
  await chmod(join(copy, 'bin', 'compile'), 0o755);
  return { copy, gate };
};

const building = async (story: Story, app: string) =>
  ((await story.api('GET', `/api/apps/${app}/deploys`)).body.data as { id: string; state: string }[]).find(
    ({ state }) => state === 'building',
  );

/** A push by a client in a process group of its own, to be killed. */
const pushAway = (story: Story, copy: string) =>
  spawn('git', ['push', 'sluice', 'main'], {
    cwd: copy,
    env: { PATH: process.env['PATH'], HOME: story.folder, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    detached: true,
    stdio: 'ignore',
  });

test('a client that disconnects during the build cancels it; nothing changes and the next push works', async (t) => {
  const story = await openStory(t);
  const { copy, gate } = await appWithGate(story, 'shop');
  const pushing = pushAway(story, copy);
  await waitUntil('the build runs', async () => (await building(story, 'shop')) !== undefined);
  process.kill(-(pushing.pid as number), 'SIGKILL');
  await waitUntil('the build is cancelled', async () => (await building(story, 'shop')) === undefined);
  t.is((await story.releases('shop')).length, 1);
  await writeFile(gate, '');
  const again = await story.push(copy, 'main');
  t.is(again.exitCode, 0, again.stderr);
  t.is((await story.releases('shop')).length, 2);
});

test('a client that disconnects after the journal changes nothing: the deploy goes on and can be rejoined', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('slow-start', 'shop');
  const pushing = pushAway(story, copy);
  const rolling = async () =>
    ((await story.api('GET', '/api/apps/shop/deploys')).body.data as { id: string; state: string }[]).find(
      ({ state }) => state === 'rolling',
    );
  await waitUntil('it is recorded', async () => (await rolling()) !== undefined);
  const id = (await rolling())?.id ?? '';
  process.kill(-(pushing.pid as number), 'SIGKILL');
  const watched = await story.sluice(['deploys:watch', id, '-a', 'shop']);
  t.is(watched.exitCode, 0, watched.stderr);
  t.is((await story.releases('shop')).length, 1);
  t.is((await story.get('shop')).status, 200);
  const again = await story.push(copy, 'main');
  t.regex(again.stderr, /Everything up-to-date/);
});

test('two pushes to one app: one waits and is told behind whom; one release, one clean refusal', async (t) => {
  const story = await openStory(t);
  const { copy, gate } = await appWithGate(story, 'shop');
  const first = story.push(copy, 'main');
  await waitUntil('the first builds', async () => (await building(story, 'shop')) !== undefined);
  await story.commit(copy, { 'other.txt': 'other' });
  const second = story.push(copy, 'main');
  await waitUntil('the second waits', async () => ((await story.api('GET', '/api/apps/shop/deploys')).body.data as unknown[]).length >= 2);
  await writeFile(gate, '');
  const [one, two] = await Promise.all([first, second]);
  t.is(one.exitCode, 0, one.stderr);
  t.is(two.exitCode, 1);
  t.regex(two.stderr, /Waiting for another push/);
  t.regex(two.stderr, /moved/);
  t.is((await story.releases('shop')).length, 2);
});

test('a rollback goes through while a long build runs, and the push is then told that its branch moved', async (t) => {
  const story = await openStory(t);
  const { copy, gate } = await appWithGate(story, 'shop');
  await story.git(['stash', '-q'], { cwd: copy });
  await story.sluice(['config:set', 'A=1', '-a', 'shop']);
  const pushing = story.push(copy, 'main');
  await waitUntil('the build runs', async () => (await building(story, 'shop')) !== undefined);
  const rolled = await story.sluice(['rollback', 'v1', '-a', 'shop']);
  t.is(rolled.exitCode, 0, rolled.stderr);
  await writeFile(gate, '');
  const pushed = await pushing;
  t.is(pushed.exitCode, 0, pushed.stderr);
  t.deepEqual(
    (await story.releases('shop')).map(({ version }) => version),
    ['4', '3', '2', '1'],
  );
});

test('a deploy can be cancelled while it builds, and while it rolls out', async (t) => {
  const story = await openStory(t, { SLUICE_START_TIMEOUT: '60' });
  const { copy } = await appWithGate(story, 'shop');
  const pushing = story.push(copy, 'main');
  await waitUntil('the build runs', async () => (await building(story, 'shop')) !== undefined);
  const id = (await building(story, 'shop'))?.id ?? '';
  t.is((await story.sluice(['deploys:cancel', id, '-a', 'shop'])).exitCode, 0);
  const cancelled = await pushing;
  t.is(cancelled.exitCode, 1);
  t.regex(cancelled.stderr, /cancelled/i);

  const node = await story.app('never-listens', 'quiet');
  const rolling = story.push(node, 'main');
  const pending = async () =>
    ((await story.api('GET', '/api/apps/quiet/deploys')).body.data as { id: string; state: string }[]).find(
      ({ state }) => state === 'rolling',
    );
  await waitUntil('it rolls out', async () => (await pending()) !== undefined);
  t.is((await story.sluice(['deploys:cancel', (await pending())?.id ?? '', '-a', 'quiet'])).exitCode, 0);
  const stopped = await rolling;
  t.is(stopped.exitCode, 1);
  t.regex(stopped.stderr, /Cancelled by dev@sluice\.example/);
  await waitUntil('the new replica is gone', async () => (await story.replicas('quiet')).length === 0);
});

/** What a platform that can't start says, and its exit code. */
const failedStart = async (env: Record<string, string>): Promise<{ code: number; output: string }> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'main.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
  return { code, output };
};

test('a taken port names its holder; a malformed setting, a foreign address and a newer data folder are refused', async (t) => {
  const folder = await temporaryDirectory(t);
  const home = join(folder, 'home');
  const env = await platformEnvironment(home);
  const holder = createServer().listen(0, '127.0.0.1');
  t.teardown(() => holder.close());
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };
  for (const setting of ['SLUICE_PORT', 'SLUICE_ROUTER_PORT']) {
    const taken = await failedStart({ ...env, [setting]: String(port) });
    t.is(taken.code, 1, taken.output);
    t.regex(taken.output, new RegExp(`[Pp]ort ${port}\\b`));
    t.regex(taken.output, new RegExp(`\\bprocess ${process.pid}\\b`));
    t.regex(taken.output, new RegExp(setting));
  }
  t.regex((await failedStart({ ...env, SLUICE_PORT: 'http' })).output, /SLUICE_PORT=http is not a whole number/);
  t.regex((await failedStart({ ...env, SLUICE_HOST: '0.0.0.0' })).output, /not isolated from each other/);
  await writeFile(join(home, 'version'), '99\n');
  t.regex((await failedStart(env)).output, /format 99/);
});

test('a data folder in use is refused with its holder; two platforms run side by side', async (t) => {
  const story = await openStory(t);
  const second = await failedStart(await platformEnvironment(story.platform().home));
  t.is(second.code, 5);
  t.regex(second.output, new RegExp(`in use by process ${story.platform().pid}`));
  const other = join(story.folder, 'other');
  await mkdir(other);
  const beside = await startPlatform({ home: other });
  t.not(beside.url, story.platform().url);
  await beside.stop();
});

test('a start that can not work leaves no router and no keeper behind', async (t) => {
  const folder = await temporaryDirectory(t);
  const home = join(folder, 'home');
  const holder = createServer().listen(0, '127.0.0.1');
  t.teardown(() => holder.close());
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };
  const { code } = await failedStart({ ...(await platformEnvironment(home)), SLUICE_PORT: String(port) });
  t.is(code, 1);
  t.false(existsSync(join(home, 'engine', 'router')), 'the router was never started');
});

test('a data folder that can not be written is named', async (t) => {
  const folder = await temporaryDirectory(t);
  await writeFile(join(folder, 'file'), '');
  const { code, output } = await failedStart(
    await platformEnvironment(join(folder, 'file', 'home')).catch(async () => ({
      ...(await platformEnvironment(join(folder, 'x'))),
      SLUICE_HOME: join(folder, 'file', 'home'),
    })),
  );
  t.is(code, 1, output);
  t.regex(output, /can't be made or written/);
});

test('the server killed and started again takes up its apps: same replicas, no build, and a deploy works', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.push(copy, 'main');
  const replicas = await story.replicas('shop');
  const { url } = story.platform();
  await story.platform().kill();
  await story.restart();
  t.is(story.platform().url, url, 'it finds its ports again');
  t.deepEqual(await story.replicas('shop'), replicas);
  await story.commit(copy, { 'two.txt': '2' });
  t.is((await story.push(copy, 'main')).exitCode, 0);
});

test('stopped as with Ctrl-C everything ends; the next start brings the apps back without a build', async (t) => {
  const story = await openStory(t);
  const copy = await story.app('hello-node', 'shop');
  await story.push(copy, 'main');
  await story.platform().stop();
  t.regex(story.platform().output(), /Stopping router[\s\S]*Stopping replicas[\s\S]*Stopping server[\s\S]*Everything has stopped/);
  await story.restart();
  await waitUntil('the app is back', async () => (await story.get('shop')).status === 200);
  t.is((await story.get('shop')).status, 200);
  t.is((await story.releases('shop')).length, 1);
});
