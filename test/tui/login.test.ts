import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { runCli } from '../../tui/index.ts';
import { json, startAnswering } from '../helpers/answer-server.ts';
import { createIo, createStreams, runCommand } from '../helpers/run-command.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { waitUntil } from '../helpers/wait-until.ts';

const basic = (header: string | undefined) => Buffer.from(header?.replace(/^Basic /, '') ?? '', 'base64').toString('utf8');
const keysIn = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'credentials.json'), 'utf8')) as { server: string; servers: Record<string, unknown> };
const denied = json({ errors: { '': ['E-mail or key is wrong.'] }, code: 'auth/required', hint: 'Sign in again.' }, 401);

/** Types answers at prompts, each when its question has come. */
const onTerminal = async (t: ExecutionContext, argv: readonly string[], answers: readonly (readonly [RegExp, string])[]) => {
  const streams = createStreams({ terminal: true });
  const running = runCli(argv, await createIo(t, streams, {}));
  for (const [question, answer] of answers) {
    await waitUntil(`the question ${question}`, () => question.test(streams.err.text()));
    streams.typed.write(answer);
  }
  return { code: await running, stdout: streams.out.text(), stderr: streams.err.text() };
};

test('login asks for e-mail and password, shows only the e-mail, and keeps the key', async (t) => {
  const folder = await temporaryDirectory(t);
  const { url, asked } = await startAnswering(t, { 'GET /api/login': json({ data: { email: 'a+b@x.test', key: 'k-new' } }) });
  const { code, stdout, stderr } = await onTerminal(
    t,
    ['login', '--url', `${url}/`, '--config', folder],
    [
      [/E-mail: /, 'a+b@x.test\r'],
      [/Password: /, 'p:a ss/ü\r'],
    ],
  );
  t.is(code, 0, stderr);
  t.is(stdout, '');
  t.true(stderr.includes('a+b@x.test') && stderr.includes(`Signed in to ${url}`));
  t.notRegex(stderr, /p:a ss/);
  t.is(basic(asked[0]?.headers.authorization), 'a%2Bb%40x.test:p%3Aa%20ss%2F%C3%BC');
  t.deepEqual((await keysIn(folder)).servers, { [url]: { email: 'a+b@x.test', key: 'k-new' } });
});

test('a wrong password leaves no file and exits 3', async (t) => {
  const folder = await temporaryDirectory(t);
  const { url } = await startAnswering(t, { 'GET /api/login': denied });
  const { code, stderr } = await onTerminal(
    t,
    ['login', '--url', url, '--config', folder, '--email', 'a@x.test'],
    [[/Password: /, 'no\r']],
  );
  t.is(code, 3);
  t.true(stderr.includes('E-mail and password were not accepted.'));
  await t.throwsAsync(stat(join(folder, 'credentials.json')), { code: 'ENOENT' });
});

test('Ctrl-C at a prompt sends nothing and exits 130', async (t) => {
  const { url, asked } = await startAnswering(t, {});
  const { code } = await onTerminal(
    t,
    ['login', '--url', url],
    [
      [/E-mail: /, 'a@x.test\r'],
      [/Password: /, 'half\u0003'],
    ],
  );
  t.is(code, 130);
  t.deepEqual(asked, []);
});

test('an end of input at a prompt is an answer too', async (t) => {
  const { url } = await startAnswering(t, {});
  t.is((await onTerminal(t, ['login', '--url', url], [[/E-mail: /, '\u0004']])).code, 2);
});

test('without a terminal login never waits but names the flags', async (t) => {
  const { url } = await startAnswering(t, {});
  const noEmail = await runCommand(t, ['login', '--url', url]);
  t.is(noEmail.code, 2);
  t.regex(noEmail.stderr, /→ .*--email EMAIL/);
  const noPassword = await runCommand(t, ['login', '--url', url, '--email', 'a@x.test']);
  t.is(noPassword.code, 2);
  t.regex(noPassword.stderr, /→ .*--key-stdin/);
});

test('a key from standard input is tried before it is kept, beside the keys of other servers', async (t) => {
  const folder = await temporaryDirectory(t);
  const users = json({ data: { email: 'me@example.org', tier: 'STANDARD', credit_cents: 0 } });
  const one = await startAnswering(t, { 'GET /api/users': users });
  const two = await startAnswering(t, { 'GET /api/users': users });
  const bad = await startAnswering(t, { 'GET /api/users': denied });
  const login = (url: string, key: string) =>
    runCommand(t, ['login', '--url', url, '--config', folder, '--email', 'me@example.org', '--key-stdin', '--json'], { input: `${key}\n` });
  t.is((await login(one.url, 'k-1')).code, 0);
  const second = await login(two.url, 'k-2');
  t.deepEqual(JSON.parse(second.stdout), { server: two.url, email: 'me@example.org' });
  t.is((await login(bad.url, 'k-3')).code, 3);
  t.is(basic(two.asked[0]?.headers.authorization), 'me@example.org:k-2');
  const { server, servers } = await keysIn(folder);
  t.is(server, two.url);
  t.deepEqual(Object.keys(servers).sort(), [one.url, two.url].sort());
});

test('logout forgets the key of one server and says when there was none', async (t) => {
  const folder = await temporaryDirectory(t);
  const { url } = await startAnswering(t, { 'GET /api/users': json({ data: { email: 'me@example.org' } }) });
  await runCommand(t, ['login', '--url', url, '--config', folder, '--email', 'me@example.org', '--key-stdin'], { input: 'k-1' });
  const out = await runCommand(t, ['logout', '--config', folder]);
  t.is(out.code, 0);
  t.regex(out.stderr, /^Signed out of /);
  t.deepEqual((await keysIn(folder)).servers, {});
  t.regex((await runCommand(t, ['logout', '--config', folder, '--url', url])).stderr, /^There was no key/);
  t.is((await runCommand(t, ['apps', '--config', folder])).code, 3);
});

test('account prints the e-mail alone on standard output', async (t) => {
  const { url, asked } = await startAnswering(t, {
    'GET /api/users': json({ data: { email: 'me@example.org', tier: 'STANDARD', credit_cents: 0 } }),
  });
  const { code, stdout } = await runCommand(t, ['whoami'], { url });
  t.is(code, 0);
  t.is(stdout, 'me@example.org\n');
  t.is(basic(asked[0]?.headers.authorization), 'me@example.org:k-123');
});

test('an account is made with the token of the operator, from the data folder or a file', async (t) => {
  const folder = await temporaryDirectory(t);
  const { url, asked } = await startAnswering(t, { 'POST /api/accounts': json({ data: { email: 'new@x.test', key: 'k-new' } }, 201) });
  const missing = await runCommand(t, ['accounts:create', 'new@x.test'], { url, env: { SLUICE_HOME: folder } });
  t.is(missing.code, 2);
  t.regex(missing.stderr, /operator\.token/);
  await mkdir(join(folder, 'keys'));
  await writeFile(join(folder, 'keys', 'operator.token'), 't-secret\n');
  const made = await runCommand(t, ['accounts:create', 'new@x.test'], { url, env: { SLUICE_HOME: folder } });
  t.is(made.code, 0);
  t.is(made.stdout, 'k-new\n');
  t.is(asked[0]?.headers.authorization, 'Bearer t-secret');
  t.deepEqual(asked[0]?.body, { email: 'new@x.test' });
  const withPassword = [
    'accounts:create',
    'new@x.test',
    '--token-file',
    join(folder, 'keys', 'operator.token'),
    '--password-stdin',
    '--existing-ok',
  ];
  t.is((await runCommand(t, withPassword, { url, input: 'long enough\n' })).code, 0);
  t.deepEqual(asked[1]?.body, { email: 'new@x.test', password: 'long enough', existing_ok: true });
});
