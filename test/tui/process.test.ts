import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { json, startAnswering } from '../helpers/answer-server.ts';
import { app } from '../helpers/api-samples.ts';
import { cleanEnvironment, signedIn, sluiceProgram } from '../helpers/run-command.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const logLine = (text: string) => `${JSON.stringify({ cursor: '1', at: 'now', source: 'app', process: 'web.1', text })}\n`;
const endlessLog = { 'GET /api/apps/shop/logs': (response: ServerResponse) => void response.writeHead(200).write(logLine('hello')) };

/** The real program in a process of its own, with what it has written so far. */
const launch = async (t: ExecutionContext, argv: readonly string[], options: { url?: string; node?: string; program?: string } = {}) => {
  const home = await temporaryDirectory(t);
  const child = spawn(options.node ?? process.execPath, [options.program ?? sluiceProgram, ...argv], {
    cwd: home,
    env: { ...cleanEnvironment(home), ...signedIn(options.url) },
  });
  t.teardown(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  return { child, out: () => out, err: () => err, exit: exitOf(child) };
};

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on('close', (code) => resolve(code)));

test('the program runs from any folder and through a symbolic link', async (t) => {
  const link = join(await temporaryDirectory(t), 'sluice');
  await symlink(sluiceProgram, link);
  const run = await launch(t, ['version'], { program: link });
  t.is(await run.exit, 0);
  t.regex(run.out(), /^\d+\.\d+\.\d+\n$/);
  t.is(run.err(), '');
});

test('exit codes of failures come out of the process', async (t) => {
  for (const [argv, expected] of [
    [['appz'], 2],
    [['apps'], 3],
  ] as const)
    t.is(await (await launch(t, argv)).exit, expected);
  t.is(await (await launch(t, ['apps'], { url: 'http://127.0.0.1:1' })).exit, 10);
});

test('a reader that has seen enough ends the command quietly', async (t) => {
  const { url } = await startAnswering(t, {
    'GET /api/apps/shop/logs': (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(logLine('again '.repeat(1000))), 5);
      response.on('close', () => clearInterval(timer));
    },
  });
  const run = await launch(t, ['logs', '-a', 'shop', '--tail'], { url });
  await waitUntil('the first line', () => run.out() !== '');
  run.child.stdout?.destroy();
  t.is(await run.exit, 0);
  t.is(run.err(), '');
});

test('Ctrl-C ends a followed log at once, with 130 and without a word', async (t) => {
  const { url } = await startAnswering(t, endlessLog);
  const run = await launch(t, ['logs', '-a', 'shop', '--tail'], { url });
  await waitUntil('the first line', () => run.out().includes('hello'));
  run.child.kill('SIGINT');
  t.is(await run.exit, 130);
  t.is(run.err(), '');
});

const olderNode = ['/usr/bin/node', '/usr/local/bin/node', '/bin/node'].find(
  (path) => existsSync(path) && /^v2[0-3]\./.test(spawnSync(path, ['--version']).stdout.toString()),
);

(olderNode === undefined ? test.skip : test)(
  `an older Node hands over to the one that is new enough, with exit code and signals${olderNode === undefined ? ' (skipped: no Node 20 to 23 on this machine)' : ''}`,
  async (t) => {
    const node = olderNode ?? '';
    t.is(await (await launch(t, ['appz'], { node })).exit, 2);
    const { url } = await startAnswering(t, endlessLog);
    const run = await launch(t, ['logs', '-a', 'shop', '--tail'], { url, node });
    await waitUntil('the first line', () => run.out().includes('hello'));
    run.child.kill('SIGTERM');
    t.is(await run.exit, 130);
  },
);

(olderNode === undefined ? test.skip : test)(
  `without a Node that is new enough it says what to type${olderNode === undefined ? ' (skipped: no Node 20 to 23 on this machine)' : ''}`,
  async (t) => {
    const root = await temporaryDirectory(t);
    await mkdir(join(root, 'bin'));
    await writeFile(join(root, 'package.json'), '{"type":"module"}');
    await writeFile(join(root, 'bin', 'sluice'), await readFile(sluiceProgram, 'utf8'));
    const run = await launch(t, ['apps'], { node: olderNode ?? '', program: join(root, 'bin', 'sluice') });
    t.is(await run.exit, 2);
    t.regex(run.err(), /needs Node 24.*\n→ In .* type: npm ci\n/);
  },
);

// util-linux's `script` runs a program on a pseudo-terminal.
const terminal = 'script';
const hasScript = spawnSync(terminal, ['--version']).status === 0;

(hasScript ? test : test.skip)(
  `on a real terminal a password is asked for and not shown${hasScript ? '' : ' (skipped: the program script is not installed)'}`,
  async (t) => {
    const { url, asked } = await startAnswering(t, { 'GET /api/login': json({ data: { email: 'me@x.test', key: 'k-new' } }) });
    const home = await temporaryDirectory(t);
    const command = `'${process.execPath}' '${sluiceProgram}' login --url ${url} --email me@x.test`;
    const child = spawn(terminal, ['--quiet', '--return', '--command', command, '/dev/null'], { cwd: home, env: cleanEnvironment(home) });
    t.teardown(() => void child.kill('SIGKILL'));
    let shown = '';
    child.stdout.on('data', (chunk) => (shown += chunk));
    const exit = exitOf(child);
    await waitUntil('the question', () => shown.includes('Password: '));
    child.stdin.write('s3cret pass\r');
    t.is(await exit, 0, shown);
    t.notRegex(shown, /s3cret/);
    t.regex(shown, /Signed in to /);
    t.is(Buffer.from(asked[0]?.headers.authorization?.slice(6) ?? '', 'base64').toString(), 'me%40x.test:s3cret%20pass');
  },
);

(hasScript ? test : test.skip)(
  `on a real terminal a table has a head and colours, and NO_COLOR takes the colours away${hasScript ? '' : ' (skipped: the program script is not installed)'}`,
  async (t) => {
    const { url } = await startAnswering(t, { 'GET /api/apps': json({ data: [app] }) });
    const home = await temporaryDirectory(t);
    const show = async (env: Record<string, string>) => {
      const child = spawn(terminal, ['--quiet', '--return', '--command', `'${process.execPath}' '${sluiceProgram}' apps`, '/dev/null'], {
        cwd: home,
        env: { ...cleanEnvironment(home), ...signedIn(url), TERM: 'xterm', ...env },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      t.teardown(() => void child.kill('SIGKILL'));
      let shown = '';
      child.stdout.on('data', (chunk) => (shown += chunk));
      t.is(await exitOf(child), 0);
      return shown;
    };
    const coloured = await show({});
    t.true(coloured.startsWith('\u001b[90mNAME ') && coloured.includes('\u001b[39m\r\nshop '), coloured);
    t.regex(await show({ NO_COLOR: '1' }), /^NAME .*\r\nshop /);
  },
);

test('the start is quick: the best of five is under 150 ms over a bare start of Node', async (t) => {
  const best = async (argv: readonly string[]) => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      await exitOf(spawn(process.execPath, argv, { stdio: 'ignore' }));
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };
  const [bare, ours] = [await best(['-e', '0']), await best([sluiceProgram, 'version'])];
  t.log(`bare Node ${bare.toFixed(0)} ms, sluice ${ours.toFixed(0)} ms`);
  t.true(ours - bare < 150 || ours < 4 * bare, `${ours} ms against ${bare} ms`);
});
