import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { runCli } from '../../tui/index.ts';
import { json, startAnswering } from '../helpers/answer-server.ts';
import { change } from '../helpers/api-samples.ts';
import { createIo, createStreams, runCommand } from '../helpers/run-command.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const configs = { B: 'two words', A: 's3cret', PEM: 'a\nb\n', EMPTY: '', ESC: '\u001b[2Jx' };
const start = (t: ExecutionContext, kind: 'live' | 'accepted' | 'unchanged' = 'live') =>
  startAnswering(t, {
    'GET /api/apps/shop/configs': json({ data: configs }),
    'POST /api/apps/shop/configs': json({ data: configs, change: change(kind) }, 201),
    'DELETE /api/apps/shop/configs': json({ data: {}, change: change(kind) }),
  });

test('config hides values, sorted by name, and so does its JSON', async (t) => {
  const { url } = await start(t);
  const { stdout } = await runCommand(t, ['config', '-a', 'shop'], { url });
  t.is(stdout, 'A      ********\nB      ********\nEMPTY  ********\nESC    ********\nPEM    ********\n');
  const forTools = await runCommand(t, ['config', '-a', 'shop', '--json'], { url });
  t.deepEqual(JSON.parse(forTools.stdout), { A: null, B: null, EMPTY: null, ESC: null, PEM: null });
});

test('config --reveal shows values, one line each, harmless to a terminal', async (t) => {
  const { url } = await start(t);
  const { stdout } = await runCommand(t, ['config', '-a', 'shop', '--reveal'], { url });
  t.is(stdout, 'A      s3cret\nB      two words\nEMPTY\nESC    "\\u001b[2Jx"\nPEM    "a\\nb\\n"\n');
  const forTools = await runCommand(t, ['config', '-a', 'shop', '--reveal', '--json'], { url });
  t.deepEqual(JSON.parse(forTools.stdout), configs);
});

test('config:get prints the value as it is', async (t) => {
  const { url } = await start(t);
  t.is((await runCommand(t, ['config:get', 'PEM', '-a', 'shop'], { url })).stdout, 'a\nb\n\n');
  t.deepEqual(JSON.parse((await runCommand(t, ['config:get', 'A', '-a', 'shop', '--json'], { url })).stdout), { A: 's3cret' });
});

test('config:get of a name that is not there exits 4', async (t) => {
  const { url } = await start(t);
  for (const name of ['PEN', 'toString', '__proto__']) {
    const { code, stdout } = await runCommand(t, ['config:get', name, '-a', 'shop'], { url });
    t.is(code, 4, name);
    t.is(stdout, '');
  }
  t.regex((await runCommand(t, ['config:get', 'PEN', '-a', 'shop'], { url })).stderr, /→ Did you mean PEM\?/);
});

test('config:set says what it does and what came of it, without a value', async (t) => {
  const { url, asked } = await start(t);
  const { code, stdout, stderr } = await runCommand(t, ['config:set', 'A=1=2', 'B=', '-a', 'shop'], { url });
  t.is(code, 0);
  t.is(stdout, '');
  t.regex(stderr, /^Setting A, B on shop and restarting\.\.\. live, v4 \(\d+\.\d s\)\n$/);
  t.deepEqual(asked[0]?.body, { configs: { A: '1=2', B: '' }, avoid_restart: false });
});

test('config:set --no-restart says how to take it up', async (t) => {
  const { url, asked } = await start(t, 'accepted');
  const { stdout, stderr } = await runCommand(t, ['config:set', 'A=1', '-a', 'shop', '--no-restart', '--json'], { url });
  t.regex(stderr, /^Setting A on shop\.\.\. done, v4 .*\n.*sluice ps:restart --app shop\n$/);
  t.like(asked[0]?.body, { avoid_restart: true });
  t.deepEqual(JSON.parse(stdout), {
    app: 'shop',
    kind: 'accepted',
    version: 4,
    deploy: 'k3v9x0q2m1ab',
    commit: 'c'.repeat(40),
    summary: 'Restart',
  });
});

test('a change that changes nothing is told so', async (t) => {
  const { url } = await start(t, 'unchanged');
  t.regex((await runCommand(t, ['config:set', 'A=1', '-a', 'shop'], { url })).stderr, /\.\.\. unchanged, v4 /);
});

test('values come from files and standard input, so that secrets stay out of the list of processes', async (t) => {
  const { url, asked } = await start(t);
  const cwd = await temporaryDirectory(t);
  await writeFile(join(cwd, 'key.pem'), 'line 1\nline 2\n');
  await writeFile(join(cwd, 'dos.txt'), '@x\r\n');
  const argv = ['config:set', 'P=@key.pem', 'D=@dos.txt', 'S=-', 'AT=@@name', 'M=a-', '-a', 'shop'];
  t.is((await runCommand(t, argv, { url, cwd, input: 'from input\n\n' })).code, 0);
  t.like(asked[0]?.body, { configs: { P: 'line 1\nline 2', D: '@x', S: 'from input\n', AT: '@name', M: 'a-' } });
});

test('assignments that cannot be meant are refused, and never shown', async (t) => {
  const { url, asked } = await start(t);
  const cwd = await temporaryDirectory(t);
  await writeFile(join(cwd, 'binary'), Buffer.from([0xff, 0xfe, 0x00]));
  for (const words of [['s3cret'], ['=s3cret'], ['A=1', 'A=s3cret'], ['A=-', 'B=-'], ['A=@missing'], ['A=@binary'], ['A=@.']]) {
    const { code, stderr } = await runCommand(t, ['config:set', ...words, '-a', 'shop'], { url, cwd });
    t.is(code, 2, words.join(' '));
    t.notRegex(stderr, /s3cret/);
    t.regex(stderr, /^→ /m);
  }
  t.deepEqual(asked, []);
});

test('config:unset removes several variables in one change', async (t) => {
  const { url, asked } = await start(t);
  const { code, stderr } = await runCommand(t, ['config', 'unset', 'A', 'B', '-a', 'shop'], { url });
  t.is(code, 0);
  t.regex(stderr, /^Removing A, B from shop and restarting\.\.\. live, v4/);
  t.deepEqual(asked[0]?.body, { keys: ['A', 'B'], avoid_restart: false });
});

test('Ctrl-C while a value is read from standard input ends the command and sends nothing', async (t) => {
  const { url, asked } = await start(t);
  const stop = new AbortController();
  const streams = createStreams();
  const running = runCli(['config:set', 'A=-', '-a', 'shop'], await createIo(t, streams, { url, signal: stop.signal }));
  await waitUntil('the input is read', () => streams.stdin.listenerCount('readable') > 0);
  stop.abort();
  t.is(await running, 130);
  t.deepEqual(asked, []);
});
