import test from 'ava';
import type { Document } from './check-answer.ts';
import { openApi } from './open-api.ts';

const bodies: readonly unknown[] = [
  '{',
  '[]',
  '"text"',
  'true',
  '0',
  '\u0000',
  '{"a":',
  '{}{}',
  'a=1&b=2',
  '[[[[[[[[[[[[',
  '['.repeat(10_000),
  `{"a":${'['.repeat(60)}${']'.repeat(60)}}`,
  { configs: null, key: null, keys: null, replicas: null, size: null, unique_name: null, email: null, password: null },
  { configs: 1, key: 1, keys: 1, replicas: 'x', size: 'x', processes: 1, unique_name: 1, email: 1, password: 1, existing_ok: 1 },
  { configs: [], key: [], keys: {}, replicas: [], size: {}, processes: [], unique_name: {}, email: [], avoid_restart: 'yes' },
  { configs: { '': '', 'a b': '\u0000' }, processes: { '': {} }, size: -0 },
  '{"replicas":1e999,"size":-1e999}',
  '{"configs":{"__proto__":"x"},"processes":{"__proto__":{"replicas":1}}}',
  '{"configs":{"constructor":"x","toString":"y"},"processes":{"constructor":{"replicas":1}}}',
  { configs: { A: '\ud800' }, unique_name: '\ud800\u202e', email: `${'a'.repeat(5000)}@b.c` },
];
const parameters = ['x', '0', '%00', '%F0%9F%92%A9', '..%2f..%2fetc', "'%20OR%201=1--", '%25', 'x'.repeat(199), 'constructor', '__proto__'];
const queries = [
  '',
  '?after=x&limit=x&num_lines=x&follow=maybe',
  '?after=1&after=2',
  '?after[]=1',
  '?%00=%00',
  '?limit=99999999999999999999&follow=',
];

test('whatever is sent to whatever route, the answer is a proper one and never a bug', async (t) => {
  const { api, call, account, operatorToken, logged } = await openApi(t);
  const { auth } = await account('ada@example.org');
  await call('POST', '/api/apps', { auth, body: { unique_name: 'shop' } });
  const { paths } = api.describe() as Document;
  let asked = 0;
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods as object).map((name) => name.toUpperCase())) {
      // Destroying the app would end the test early.
      if (method === 'DELETE' && path === '/api/apps/{app}') continue;
      const credentials = path === '/api/accounts' ? `Bearer ${operatorToken}` : auth;
      const urls = [
        ...queries.map((query) => path.replace('{app}', 'shop').replace(/\{\w+\}/g, '1') + query),
        ...parameters.map((parameter) => path.replace('{app}', 'shop').replace(/\{\w+\}/g, parameter)),
        ...parameters.map((parameter) => path.replace(/\{\w+\}/g, parameter)),
      ];
      const requests = [
        ...[...new Set(urls)].map((url) => ({ url, body: undefined as unknown })),
        ...(method === 'GET' ? [] : bodies.map((body) => ({ url: path.replace('{app}', 'shop').replace(/\{\w+\}/g, '1'), body }))),
      ];
      for (const { url, body } of requests) {
        // `call` compares the answer's status and body with the document.
        const { status, text } = await call(method, url, { auth: credentials, body });
        t.true(status < 500, `${method} ${url} ${JSON.stringify(body)}: ${status} ${text}`);
        asked += 1;
      }
    }
  }
  t.true(asked > 400);
  t.deepEqual(
    logged.filter((line) => line.includes('"error"')),
    [],
  );
});

test('credentials that are garbage are no credentials', async (t) => {
  const { call } = await openApi(t);
  const garbage = [
    '',
    'Basic',
    'Basic ',
    'Basic !!!',
    'Basic Og==',
    'Basic QQ==',
    'Bearer',
    'Bearer  ',
    'Digest x',
    'Basic '.repeat(3),
    'bearer x y',
  ];
  for (const auth of garbage) {
    for (const path of ['/api/users', '/api/login', '/api/apps/shop']) {
      const { status, body } = await call('GET', path, { auth });
      t.deepEqual([status, body.code], [401, 'auth/required'], `${auth} ${path}`);
    }
    t.is((await call('POST', '/api/accounts', { auth, body: { email: 'a@b.cd' } })).status, 401, auth);
  }
});

test('routes that are not there, and methods that are not there, say so', async (t) => {
  const { call } = await openApi(t);
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/api'],
    ['PATCH', '/api/users'],
    ['POST', '/api/login'],
    ['GET', '/api/apps/shop/nothing'],
  ] as const) {
    const { status, body } = await call(method, path);
    t.deepEqual([status, body.code], [404, 'request/unknown-route'], path);
  }
});
