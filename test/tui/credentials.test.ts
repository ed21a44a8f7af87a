import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { isFault } from '../../core/index.ts';
import { parseCredentials, readCredentials, writeCredentials } from '../../tui/credentials.ts';
import { decideCredentials, decideServer } from '../../tui/decide-server.ts';
import { isLoopback, parseServerUrl } from '../../tui/server-url.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const local = 'http://127.0.0.1:4000';
const far = 'https://paas.example';
const file = {
  server: local,
  servers: { [local]: { email: 'me@example.org', key: 'k-local' }, [far]: { email: 'me@example.org', key: 'k-far' } },
};

test('keys are written to a file that only their owner can read, and nothing else stays behind', async (t) => {
  const folder = join(await temporaryDirectory(t), 'deep', 'sluice');
  await writeCredentials(folder, file);
  t.deepEqual(await readCredentials(folder), file);
  t.is((await stat(join(folder, 'credentials.json'))).mode & 0o777, 0o600);
  t.is((await stat(folder)).mode & 0o777, 0o700);
  t.deepEqual(await readdir(folder), ['credentials.json']);
});

test('a file that others could read is made private when it is written again', async (t) => {
  const folder = await temporaryDirectory(t);
  await writeFile(join(folder, 'credentials.json'), '{"sluice":1,"servers":{}}', { mode: 0o644 });
  await writeCredentials(folder, file);
  t.is((await stat(join(folder, 'credentials.json'))).mode & 0o777, 0o600);
});

test('without a file there are no keys', async (t) =>
  t.deepEqual(await readCredentials(join(await temporaryDirectory(t), 'none')), { servers: {} }));

test('a file that cannot be read is said, not taken for empty', async (t) => {
  const folder = await temporaryDirectory(t);
  await mkdir(join(folder, 'credentials.json'));
  const error = await t.throwsAsync(readCredentials(folder));
  t.true(isFault(error, 'usage/invalid'));
});

test('a damaged file is refused whole, and its content is not shown', async (t) => {
  const whole = JSON.stringify({ sluice: 1, ...file });
  const garbage = [
    '',
    'null',
    '[]',
    '"x"',
    '{}',
    '{"sluice":2,"servers":{}}',
    '{"sluice":1,"servers":[]}',
    '{"sluice":1,"servers":{"a":"k-1"}}',
    '{"sluice":1,"servers":{"a":{"email":1,"key":"k-1"}}}',
    '{"sluice":1,"servers":{"a":{"email":"x"}}}',
    '{"sluice":1,"server":7,"servers":{}}',
    '\0\u001b[2J',
    whole.slice(0, -2),
  ];
  for (const text of garbage) {
    const error = t.throws(() => parseCredentials(text, '/x/credentials.json'), undefined, text);
    t.true(isFault(error, 'usage/invalid'), text);
    t.notRegex(`${error?.message}${isFault(error) ? error.details.hint : ''}`, /k-/);
  }
  t.deepEqual(parseCredentials(whole, 'x'), file);
});

test('an address of a server is brought to one form, or refused', (t) => {
  t.is(parseServerUrl('http://127.0.0.1:4000/'), local);
  t.is(parseServerUrl('HTTPS://PaaS.example:443'), far);
  t.is(parseServerUrl('https://paas.example/sluice//'), 'https://paas.example/sluice');
  for (const text of ['', 'paas', 'ftp://x', 'http://', 'http://u:p@x', 'http://x?q=1', 'http://x#f', 'javascript:alert(1)', '\0']) {
    const error = t.throws(() => parseServerUrl(text), undefined, text);
    t.true(isFault(error, 'usage/invalid'), text);
    t.notRegex(String(error?.message), /u:p/);
  }
});

test('loopback is told from the rest', (t) => {
  for (const url of [local, 'http://localhost:1', 'http://shop.localhost', 'http://[::1]:4000', 'http://127.9.9.9'])
    t.true(isLoopback(url), url);
  for (const url of [far, 'http://10.0.0.1', 'http://localhost.example.org', 'http://127.0.0.1.example.org', 'http://[::2]'])
    t.false(isLoopback(url), url);
});

test('the server is the flag, else the variable, else the remote, else the last one', (t) => {
  const env = { SLUICE_URL: 'http://env:1' };
  t.is(decideServer({ flag: 'http://flag:1', env, remote: far, file }), 'http://flag:1');
  t.is(decideServer({ flag: undefined, env, remote: far, file }), 'http://env:1');
  t.is(decideServer({ flag: undefined, env: { SLUICE_URL: '' }, remote: far, file }), far);
  t.is(decideServer({ flag: undefined, env: {}, file }), local);
  t.is(decideServer({ flag: undefined, env: {}, file: { servers: {} } }), undefined);
});

const key = { SLUICE_API_KEY: 'k-env', SLUICE_EMAIL: 'ci@example.org' };
const chosen: readonly [string, string, Parameters<typeof decideCredentials>[1], string | undefined][] = [
  ['the stored key of that server', far, { flag: undefined, env: {}, file }, 'k-far'],
  ['no key for a server that has none', 'http://other:1', { flag: undefined, env: {}, file }, undefined],
  ['the variable for the server it is given with', far, { flag: undefined, env: { ...key, SLUICE_URL: far }, file }, 'k-env'],
  ['the variable for the server of the flag', far, { flag: far, env: key, file }, 'k-env'],
  ['the variable for the server signed in to last', local, { flag: undefined, env: key, file }, 'k-env'],
  ['the stored key, not the variable, for where a remote points', far, { flag: undefined, env: key, remote: far, file }, 'k-far'],
  [
    'nothing for a stranger that a remote points to',
    'http://evil:1',
    { flag: undefined, env: key, remote: 'http://evil:1', file },
    undefined,
  ],
];
for (const [title, server, known, expected] of chosen) {
  test(`the key is ${title}`, (t) => t.is(decideCredentials(server, known)?.key, expected));
}

test('a key in the environment without an e-mail is that of the stored account, or refused', (t) => {
  t.is(decideCredentials(local, { flag: undefined, env: { SLUICE_API_KEY: 'k' }, file })?.email, 'me@example.org');
  const error = t.throws(() => decideCredentials('http://x', { flag: 'http://x', env: { SLUICE_API_KEY: 'k' }, file }));
  t.true(isFault(error, 'auth/required'));
});
