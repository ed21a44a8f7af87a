import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { ApiDeps } from '../../api/index.ts';
import { Fault } from '../../core/index.ts';
import { openApi } from './open-api.ts';

const listening = async (t: ExecutionContext<unknown>, replaced: Partial<ApiDeps> = {}) => {
  const opened = await openApi(t, replaced);
  const { auth } = await opened.account('ada@example.org');
  await opened.call('POST', '/api/apps', { auth, body: { unique_name: 'shop' } });
  const { port } = await opened.api.listen({ host: '127.0.0.1', port: 0 });
  return { ...opened, auth, port, url: `http://127.0.0.1:${port}` };
};

/** Bytes to a port, and all that comes back. */
const talk = async (port: number, bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  await once(socket, 'close');
  return text;
};

test('git’s paths go to git, body unread, whatever they call it; no other path does', async (t) => {
  const seen: string[] = [];
  const { url, logged } = await listening(t, {
    git: {
      handle: async (request: IncomingMessage, response) => {
        let size = 0;
        for await (const chunk of request) size += (chunk as Buffer).length;
        seen.push(`${request.method} ${request.url} ${size}`);
        response.writeHead(200, { 'content-type': 'application/x-git' }).end('from git');
      },
    },
  });
  const body = Buffer.alloc(6_000_000, 'x');
  const gets = ['/shop.git/info/refs?service=git-receive-pack', '/git.gigalixir.com/shop.git/HEAD', '/shop.config.git', '/a%20b.git/x'];
  for (const path of gets) t.is(await (await fetch(url + path)).text(), 'from git', path);
  for (const type of ['application/x-git-receive-pack-request', 'application/json', 'text/plain']) {
    const answer = await fetch(`${url}/shop.git/git-receive-pack`, { method: 'POST', body, headers: { 'content-type': type } });
    t.is(await answer.text(), 'from git');
  }
  t.deepEqual(seen, [...gets.map((path) => `GET ${path} 0`), ...Array(3).fill('POST /shop.git/git-receive-pack 6000000')]);
  for (const path of ['/api/shop.git', '/shop.gitx', '/.git', '/a/b.git/info/refs', '/?x=/shop.git/']) {
    t.is((await fetch(url + path)).status, 404, path);
  }
  t.notRegex(logged.join(''), /receive-pack/);
});

test('what git throws becomes an answer, with the question for credentials', async (t) => {
  const faults: Error[] = [new Fault('auth/required', 'This asks for an account.'), new Error('a secret inside')];
  const { url, logged } = await listening(t, {
    git: {
      handle: async () => {
        throw faults.shift() ?? new Error('no more');
      },
    },
  });
  const refused = await fetch(`${url}/shop.git/info/refs`);
  t.is(refused.status, 401);
  t.regex(refused.headers.get('www-authenticate') ?? '', /^Basic /);
  const broken = await fetch(`${url}/shop.git/info/refs`);
  t.is(broken.status, 500);
  t.notRegex(await broken.text(), /secret/);
  t.regex(logged.join(''), /a secret inside/);
});

test('no slash, case or proxy makes a redirect or an unknown route', async (t) => {
  const { url, auth, port } = await listening(t);
  for (const path of ['/api/apps', '/api/apps/', '//api/apps', '/api//apps/shop/', '/api/apps/SHOP']) {
    const answer = await fetch(url + path, { headers: { authorization: auth }, redirect: 'manual' });
    t.is(answer.status, 200, path);
  }
  // A plain HTTP proxy gets the whole address.
  const proxied = await talk(port, 'GET http://api.gigalixir.com/healthz HTTP/1.1\r\nhost: api.gigalixir.com\r\nconnection: close\r\n\r\n');
  t.regex(proxied, /^HTTP\/1.1 200 /);
});

test('bytes that are no HTTP get one short answer', async (t) => {
  const { port } = await listening(t);
  for (const bytes of [
    'hello\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000',
    `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
  ]) {
    const answer = await talk(port, bytes);
    t.regex(answer, /^HTTP\/1.1 400 /);
    t.is(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').code, 'request/invalid');
  }
  const escaped = await talk(port, 'GET /api/apps/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  t.regex(escaped, /^HTTP\/1.1 422 [\s\S]*"code":"request\/invalid"/);
});

test('a body of more than 4 MiB is refused, and one of exactly the size of all values is not', async (t) => {
  const { url, auth } = await listening(t);
  const post = (size: number) =>
    fetch(`${url}/api/apps/shop/configs`, {
      method: 'POST',
      headers: { authorization: auth, 'content-type': 'application/json' },
      body: JSON.stringify({ configs: { A: '\u0001'.repeat(size) } }),
    });
  t.is((await post(512 * 1024)).status, 201);
  t.is((await post(1024 * 1024)).status, 422);
});

test('a body that says it is compressed or a form is refused, not misread', async (t) => {
  const { url, auth, control } = await listening(t);
  const headers = { authorization: auth, 'content-type': 'application/x-www-form-urlencoded' };
  t.is((await fetch(`${url}/api/apps/shop/scale`, { method: 'PUT', headers, body: 'replicas=3' })).status, 422);
  t.deepEqual(control.calls, []);
  // JSON without a content type is what it looks like.
  const bare = await fetch(`${url}/api/apps/shop/scale`, { method: 'PUT', headers: { authorization: auth }, body: '{"replicas":3}' });
  t.is(bare.status, 200);
});

test('a bug is logged with its cause and shown as nothing but a bug', async (t) => {
  const { call, account, control, logged } = await openApi(t);
  const { auth } = await account('ada@example.org');
  await call('POST', '/api/apps', { auth, body: { unique_name: 'shop' } });
  control.failNext(new Error('inner detail'));
  const { status, body, text } = await call('PUT', '/api/apps/shop/restart', { auth });
  t.deepEqual([status, body.code], [500, 'bug']);
  t.notRegex(text, /inner detail/);
  t.is(text.trim().split('\n').length, 1);
  t.regex(logged.join(''), /inner detail/);
});

test('a port that is taken is named', async (t) => {
  const { port } = await listening(t);
  const other = await openApi(t);
  const fault = (await t.throwsAsync(other.api.listen({ host: '127.0.0.1', port }))) as Fault;
  t.is(fault.code, 'platform/port-taken');
  t.true(fault.message.includes(String(port)));
});

test('health tells whether the database answers', async (t) => {
  const { call, database } = await openApi(t);
  t.deepEqual((await call('GET', '/healthz')).body, { data: { status: 'ok' } });
  t.is((await call('GET', '/healthz', { auth: 'Basic c3RhbGU6a2V5' })).status, 200, 'a stale key makes no open route fail');
  Object.assign(database, { check: () => Promise.reject(new Fault('data/failed', 'The disk is gone.')) });
  t.is((await call('GET', '/healthz')).status, 500);
});
