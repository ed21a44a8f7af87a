import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import test from 'ava';
import { basic, openApi } from './open-api.ts';

test('an account made by the operator signs in with its key and with its password', async (t) => {
  const { call, account } = await openApi(t);
  const ada = await account('Ada+b@Example.org', 'p:a ss/ü long');
  const me = await call('GET', '/api/users', { auth: ada.auth });
  t.is(me.status, 200);
  t.is(me.body.data.email, 'ada+b@example.org');
  // As the Gigalixir client sends it: both parts percent-encoded, "/" left alone.
  const signedIn = await call('GET', '/api/login', { auth: basic('ada%2Bb%40example.org', 'p%3Aa%20ss/%C3%BC%20long') });
  t.is(signedIn.status, 200);
  t.not(signedIn.body.data.key, ada.key);
  t.is((await call('GET', '/api/users', { auth: basic('ada+b@example.org', signedIn.body.data.key) })).status, 200);
});

test('percent signs are decoded on sign-in and on no other route', async (t) => {
  const { call, account } = await openApi(t);
  const ada = await account('a@b.example', 'hundred%25percent');
  t.is((await call('GET', '/api/login', { auth: basic('a@b.example', 'hundred%2525percent') })).status, 200);
  t.is((await call('GET', '/api/login', { auth: basic('a@b.example', 'hundred%25percent') })).status, 401);
  t.is((await call('GET', '/api/login', { auth: basic('a@b.example', '100%') })).status, 401);
  t.is((await call('GET', '/api/users', { auth: basic('a%40b.example', ada.key) })).status, 401);
});

test('a key works only with the e-mail of its account', async (t) => {
  const { call, account } = await openApi(t);
  const ada = await account('ada@example.org');
  await account('bob@example.org');
  t.is((await call('GET', '/api/users', { auth: basic('bob@example.org', ada.key) })).status, 401);
  t.is((await call('GET', '/api/users', { auth: basic('ADA@example.org', ada.key) })).status, 200);
});

test('an unauthenticated answer asks for Basic, which git and browsers need to send it', async (t) => {
  const { call } = await openApi(t);
  const { status, headers, body } = await call('GET', '/api/users');
  t.is(status, 401);
  t.regex(String(headers['www-authenticate']), /^Basic /);
  t.is(body.code, 'auth/required');
});

test('a new key by password ends every other key of the account', async (t) => {
  const { call, account } = await openApi(t);
  const ada = await account('ada@example.org', 'correct horse');
  const bob = await account('bob@example.org');
  const wrong = await call('POST', '/api/api_keys/regenerate?current_password=wrong', { auth: ada.auth });
  t.is(wrong.status, 403);
  t.deepEqual(Object.keys(wrong.body.errors), ['current_password']);
  t.is((await call('POST', '/api/api_keys/regenerate', { auth: ada.auth })).status, 422);
  const fresh = await call('POST', '/api/api_keys/regenerate?current_password=correct%20horse', { auth: ada.auth });
  t.is(fresh.status, 201);
  t.is((await call('GET', '/api/users', { auth: ada.auth })).status, 401);
  t.is((await call('GET', '/api/users', { auth: basic('ada@example.org', fresh.body.data.key) })).status, 200);
  t.is((await call('GET', '/api/users', { auth: bob.auth })).status, 200);
});

test('keys and passwords are kept only as hashes', async (t) => {
  const { database, account, call } = await openApi(t);
  const { key } = await account('ada@example.org', 'correct horse battery');
  t.regex(key, /^[A-Za-z0-9_-]{40,}$/);
  t.is((await database.apiKeys.accountOf(createHash('sha256').update(key).digest()))?.email, 'ada@example.org');
  const stored = await database.accounts.byEmail('ada@example.org');
  t.regex(stored?.password ?? '', /^scrypt\$16384\$8\$5\$/);
  t.false(stored?.password?.includes('correct'));
  t.is((await call('GET', '/api/login', { auth: basic('ada@example.org', String(stored?.password)) })).status, 401);
});

test('no answer, log line or file of the database holds a password or a key', async (t) => {
  const { call, account, logged, databaseFile: file } = await openApi(t);
  const ada = await account('ada@example.org', 'very-secret-password');
  await call('GET', '/api/login', { auth: basic('ada@example.org', 'very-secret-password') });
  await call('GET', '/api/login', { auth: basic('ada@example.org', 'very-secret-passwort') });
  await call('POST', '/api/api_keys/regenerate?current_password=very-secret-passwerd', { auth: ada.auth });
  await call('POST', '/api/apps', { auth: ada.auth, body: { unique_name: 'shop' } });
  await call('POST', '/api/apps/shop/configs', { auth: ada.auth, body: { configs: { TOKEN: 'value-of-a-secret' } } });
  await call('POST', '/api/apps/shop/configs', { auth: ada.auth, body: '{"configs": {"TOKEN": "value-of-a-secret"' });
  await call('POST', '/api/apps/shop/configs', { auth: ada.auth, body: { configs: { TOKEN: ['value-of-a-secret'] } } });
  await call('GET', '/nowhere/very-secret-path?q=very-secret-query', { auth: ada.auth });
  t.true(logged.length >= 9);
  t.notRegex(logged.join(''), new RegExp(`very-secret|value-of-a-secret|${ada.key}|Basic|Bearer`));
  const bytes = (await readFile(file, 'latin1')) + (await readFile(`${file}-wal`, 'latin1'));
  t.notRegex(bytes, new RegExp(`very-secret|value-of-a-secret|${ada.key}`));
});

test('only the operator makes accounts, and the operator token does nothing else', async (t) => {
  const { call, account, operatorToken } = await openApi(t);
  const ada = await account('ada@example.org');
  const auth = `Bearer ${operatorToken}`;
  t.is((await call('POST', '/api/accounts', { body: { email: 'b@example.org' } })).status, 401);
  t.is((await call('POST', '/api/accounts', { auth: 'Bearer wrong', body: { email: 'b@example.org' } })).status, 401);
  t.is((await call('POST', '/api/accounts', { auth: ada.auth, body: { email: 'b@example.org' } })).status, 403);
  t.is((await call('GET', '/api/apps', { auth })).status, 403);
  t.is((await call('GET', '/api/apps/shop', { auth })).status, 403);
});

test('an account can be made again only where the operator says so, and then gets one more key', async (t) => {
  const { call, account, operatorToken } = await openApi(t);
  const auth = `Bearer ${operatorToken}`;
  const ada = await account('ada@example.org');
  const again = await call('POST', '/api/accounts', { auth, body: { email: 'ada@example.org' } });
  t.is(again.status, 422);
  t.is(again.body.code, 'account/exists');
  const more = await call('POST', '/api/accounts', { auth, body: { email: 'ADA@example.org', existing_ok: true } });
  t.is(more.status, 200);
  t.is((await call('GET', '/api/users', { auth: ada.auth })).status, 200);
  t.is((await call('GET', '/api/users', { auth: basic('ada@example.org', more.body.data.key) })).status, 200);
});

test('e-mails and passwords that Basic auth or a netrc file would trip over are refused by name of the field', async (t) => {
  const { call, operatorToken } = await openApi(t);
  const auth = `Bearer ${operatorToken}`;
  for (const email of ['', 'ada', 'a b@c.d', 'a:b@c.d', '"a"@c.d', '#a@c.d', 'a@b@c', 'a\n@b.c', `${'a'.repeat(250)}@b.cd`, 'a@é.org']) {
    const { status, body } = await call('POST', '/api/accounts', { auth, body: { email } });
    t.is(status, 422, email);
    t.deepEqual(Object.keys(body.errors), ['email']);
  }
  const short = await call('POST', '/api/accounts', { auth, body: { email: 'a@b.cd', password: 'short' } });
  t.deepEqual([short.status, Object.keys(short.body.errors)], [422, ['password']]);
});

test('an account without a password signs in by key and never by password', async (t) => {
  const { call, operatorToken } = await openApi(t);
  const made = await call('POST', '/api/accounts', { auth: `Bearer ${operatorToken}`, body: { email: 'ci@example.org', password: null } });
  t.is(made.status, 201);
  t.is((await call('GET', '/api/users', { auth: basic('ci@example.org', made.body.data.key) })).status, 200);
  t.is((await call('GET', '/api/login', { auth: basic('ci%40example.org', '') })).status, 401);
  t.is((await call('GET', '/api/login', { auth: basic('ci%40example.org', 'undefined') })).status, 401);
});

test('ten failed sign-ins from one address for one e-mail close that door for a while, and no other', async (t) => {
  const { call, account, clock } = await openApi(t);
  const ada = await account('ada@example.org', 'correct horse');
  await account('bob@example.org', 'correct horse');
  const attempt = (email: string, password: string) => call('GET', '/api/login', { auth: basic(email, password) });
  const burst = await Promise.all(Array.from({ length: 12 }, () => attempt('ada@example.org', 'guess')));
  t.deepEqual(burst.map(({ status }) => status).sort(), [...Array(10).fill(401), 429, 429]);
  const refused = await attempt('ada@example.org', 'correct horse');
  t.is(refused.status, 429);
  t.true(Number(refused.headers['retry-after']) > 0);
  t.is((await attempt('bob@example.org', 'correct horse')).status, 200);
  t.is((await call('GET', '/api/users', { auth: ada.auth })).status, 200, 'keys are not guessed, so they are not held up');
  clock.now += 16 * 60_000;
  t.is((await attempt('ada@example.org', 'correct horse')).status, 200);
});
