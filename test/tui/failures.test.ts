import test from 'ava';
import { type FaultCode, faults } from '../../core/index.ts';
import { commandTable } from '../../tui/index.ts';
import { type Answering, json, raw, startAnswering } from '../helpers/answer-server.ts';
import { runCommand } from '../helpers/run-command.ts';

const apps = 'GET /api/apps';

for (const code of Object.keys(faults) as FaultCode[]) {
  test(`a failure ${code} of the server exits ${faults[code].exit} and is passed on whole with --json`, async (t) => {
    const body = { errors: { '': ['What happened.'] }, code, hint: 'What to do.' };
    const { url } = await startAnswering(t, { [apps]: json(body, faults[code].status) });
    const plain = await runCommand(t, ['apps'], { url });
    t.is(plain.code, faults[code].exit);
    t.is(plain.stdout, '');
    t.is(plain.stderr, '✗ What happened.\n→ What to do.\n');
    const forTools = await runCommand(t, ['apps', '--json'], { url });
    t.is(forTools.code, faults[code].exit);
    t.deepEqual(JSON.parse(forTools.stdout), body);
    t.is(forTools.stderr, '');
  });
}

test('a code this client does not know is judged by its status and passed on as it came', async (t) => {
  for (const [status, exit] of [
    [401, 3],
    [403, 3],
    [404, 4],
    [409, 5],
    [418, 6],
    [422, 6],
    [500, 70],
  ] as const) {
    const body = { errors: { name: ["can't be blank"] }, code: 'future/thing', extra: 1 };
    const { url } = await startAnswering(t, { [apps]: json(body, status) });
    const { code, stderr } = await runCommand(t, ['apps'], { url });
    t.is(code, exit, String(status));
    t.is(stderr, "✗ name can't be blank\n");
    t.deepEqual(JSON.parse((await runCommand(t, ['apps', '--json'], { url })).stdout), body);
  }
});

const garbage: readonly [string, Answering][] = [
  ['HTML', raw('<html>Welcome</html>', { type: 'text/html' })],
  ['an HTML error of a proxy', raw('<h1>502 Bad Gateway</h1>', { status: 502, type: 'text/html' })],
  ['an empty body', raw('')],
  ['an error without a body', raw('', { status: 500 })],
  ['JSON cut short', raw('{"data":[{"unique_name":"sh')],
  ['null', raw('null')],
  ['a list', raw('[]')],
  ['an object without data', raw('{}')],
  ['data of another type', raw('{"data":{"a":1}}')],
  ['an app whose name is a number', raw('{"data":[{"unique_name":7,"version":1,"replicas":1,"size":1,"urls":[]}]}')],
  ['an app without addresses', raw('{"data":[{"unique_name":"a","version":1,"replicas":1,"size":1}]}')],
  ['an error that is a text', raw('"nope"', { status: 422 })],
  ['errors of another type', raw('{"errors":["x"],"code":"bug"}', { status: 422 })],
  ['a redirect', (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['204', (response) => void response.writeHead(204).end()],
  [
    'an answer that breaks off',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{"data":[');
      setImmediate(() => response.destroy());
    },
  ],
  ['a connection that closes at once', (response) => void response.destroy()],
];

for (const [title, answer] of garbage) {
  test(`${title} instead of an answer exits 10 with a hint and no stack`, async (t) => {
    const { url } = await startAnswering(t, { [apps]: answer });
    const { code, stdout, stderr } = await runCommand(t, ['apps'], { url });
    t.is(code, 10, stderr);
    t.is(stdout, '');
    t.regex(stderr, /^✗ http:\/\/127\.0\.0\.1:\d+.*\n→ .*--url URL.*\n$/);
    const forTools = await runCommand(t, ['apps', '--json'], { url });
    t.is((JSON.parse(forTools.stdout) as { code: string }).code, 'platform/unreachable');
  });
}

test('a server that is not there exits 10 and says what to do', async (t) => {
  const { code, stderr } = await runCommand(t, ['apps'], { url: 'http://127.0.0.1:1' });
  t.is(code, 10);
  t.is(
    stderr,
    "✗ http://127.0.0.1:1 can't be reached: nothing listens there.\n→ Is the server running? Start it, or name another: --url URL\n",
  );
});

test('messages of a server cannot take over the terminal', async (t) => {
  const { url } = await startAnswering(t, {
    [apps]: json({ errors: { '': ['a\u001b]0;pwned\u0007b'] }, code: 'bug', hint: '\u001b[2Jc' }, 500),
  });
  t.is((await runCommand(t, ['apps'], { url })).stderr, '✗ ab\n→ c\n');
});

test('without a server or a key every command that needs one says how to sign in', async (t) => {
  for (const argv of [['apps'], ['create'], ['config', '-a', 'shop'], ['logs', '-a', 'shop'], ['account']]) {
    const { code, stderr } = await runCommand(t, argv);
    t.is(code, 3);
    t.regex(stderr, /→ .*sluice login --url /);
  }
});

test('a failure without --debug shows no stack, and with it shows one but no key', async (t) => {
  const { stderr } = await runCommand(t, ['apps'], { url: 'http://127.0.0.1:1' });
  t.notRegex(stderr, / at .*:\d+/);
  const debug = await runCommand(t, ['apps', '--debug'], { url: 'http://127.0.0.1:1' });
  t.regex(debug.stderr, / at .*:\d+/);
  t.regex(debug.stderr, /caused by: .*ECONNREFUSED/);
  t.notRegex(debug.stderr, /k-123|Basic/);
});

test('every command answers a wrong flag with exit 2, and with --json in the form of the API', async (t) => {
  for (const command of commandTable) {
    const { code, stdout } = await runCommand(t, [command.name, '--wrong', '--json']);
    t.is(code, 2, command.name);
    t.is((JSON.parse(stdout) as { code: string }).code, 'usage/invalid');
  }
});
