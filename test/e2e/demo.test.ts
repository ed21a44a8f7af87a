import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { platformEnvironment } from '../helpers/platform-environment.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'launch.js');

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

const launch = (args: readonly string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, [launcher, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code ?? 1, stdout, stderr }));
  return { child, ended, stderr: () => stderr };
};

/** The demo's surroundings: an empty home, and a proxy that is dead. */
const surroundings = async (folder: string): Promise<Record<string, string>> => {
  const env = await platformEnvironment(join(folder, 'data'));
  return {
    ...env,
    HOME: join(folder, 'user-home'),
    http_proxy: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    all_proxy: 'http://127.0.0.1:9',
  };
};

test.serial(
  'npm run demo: the first push answers, each line of what to type next works when pasted, Ctrl-C stops all, and a second run finds it again',
  async (t) => {
    const folder = await temporaryDirectory(t);
    const env = await surroundings(folder);
    const first = launch(['demo'], env);
    t.teardown(() => first.child.kill('SIGINT'));
    await waitUntil('the demo says what to type next', () => first.stderr().includes('Ctrl-C stops everything'), 60_000);
    t.regex(first.stderr(), /answers: 200 Hello from Sluice!/);

    const lines = [...first.stderr().matchAll(/^ {2}(\S.*)$/gm)].map(([, line]) => line ?? '').filter((line) => !line.startsWith('|'));
    t.true(lines.length >= 6, first.stderr());
    for (const line of lines) {
      const cwd = await mkdtemp(join(folder, 'anywhere-'));
      const pasted = spawn('/bin/sh', ['-c', line], {
        cwd,
        env: { PATH: env['PATH'] ?? '', HOME: env['HOME'], GIT_CONFIG_NOSYSTEM: '1', http_proxy: env['http_proxy'] },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      pasted.stdout.on('data', (chunk) => (output += chunk));
      pasted.stderr.on('data', (chunk) => (output += chunk));
      const [code] = await once(pasted, 'close');
      t.is(code, 0, `${line}\n${output}`);
    }
    first.child.kill('SIGINT');
    const { code, stderr } = await first.ended;
    t.is(code, 0, stderr);
    t.regex(stderr, /Stopping router[\s\S]*Stopping replicas[\s\S]*Stopping server/);
    t.deepEqual(await readdir(env['HOME'] ?? ''), [], 'nothing is written into the home');

    const url = /(http:\S+) answers/.exec(stderr)?.[1];
    const second = launch(['demo'], env);
    t.teardown(() => second.child.kill('SIGINT'));
    await waitUntil('the second run is up', () => second.stderr().includes('Ctrl-C stops everything'), 60_000);
    t.is(/(http:\S+) answers/.exec(second.stderr())?.[1], url, 'the same address');
    t.notRegex(second.stderr(), /Build succeeded/, 'no build');
    second.child.kill('SIGINT');
    t.is((await second.ended).code, 0);
  },
);

test.serial('npm run demo -- --once walks the path and prints one JSON object', async (t) => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'user-home'), { recursive: true });
  const { code, stdout, stderr } = await launch(['demo', '--once'], await surroundings(folder)).ended;
  t.is(code, 0, stderr);
  const walked = JSON.parse(stdout) as { url: string; releases: { version: string }[]; ms: Record<string, number> };
  t.regex(walked.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  t.is(walked.releases.length, 4);
  t.deepEqual(Object.keys(walked.ms), ['push', 'answer', 'second push', 'config change', 'failed push', 'rollback']);
});

test.serial('a demo that was stopped before its first push makes it in the next run; words it does not know are refused', async (t) => {
  const folder = await temporaryDirectory(t);
  const env = await surroundings(folder);
  const cut = launch(['demo'], env);
  await waitUntil('the app is made', () => cut.stderr().includes('Made hello-node'), 60_000);
  cut.child.kill('SIGINT');
  await cut.ended;
  const next = launch(['demo'], env);
  t.teardown(() => next.child.kill('SIGINT'));
  await waitUntil('the next run is up', () => next.stderr().includes('Ctrl-C stops everything'), 60_000);
  t.regex(next.stderr(), /answers: 200/);
  next.child.kill('SIGHUP');
  t.is((await next.ended).code, 0, 'a closed terminal stops it too');
  t.is((await launch(['demo', '--onc'], env).ended).code, 2);
  t.is((await launch(['start', '--help'], env).ended).code, 2);
});
