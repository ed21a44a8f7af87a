import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { isFault } from '../../core/index.ts';
import { createHttpFetch } from '../../tui/http-fetch.ts';
import { json, startAnswering } from '../helpers/answer-server.ts';

const listen = async (t: ExecutionContext, server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  t.teardown(() => void server.close());
  return (server.address() as AddressInfo).port;
};

test('a connection that is never made ends at the time-out', async (t) => {
  const silent = createTcpServer((socket) => void t.teardown(() => void socket.destroy()));
  const port = await listen(t, silent);
  const fetch = createHttpFetch({ env: {}, connectMs: 100 });
  const error = await t.throwsAsync(fetch(new Request(`https://127.0.0.1:${port}/`)));
  t.true(isFault(error, 'platform/unreachable'));
  t.regex(error?.message ?? '', /no connection in 0\.1 s/);
});

test('a server that takes its time to answer is waited for', async (t) => {
  const { url } = await startAnswering(t, {
    'GET /slow': (response, one) => void setTimeout(() => json({ ok: true })(response, one), 1300),
  });
  const response = await createHttpFetch({ env: {}, connectMs: 1000 })(new Request(`${url}/slow`));
  t.deepEqual(await response.json(), { ok: true });
});

test('loopback is reached directly though the environment names a proxy', async (t) => {
  const { url } = await startAnswering(t, { 'GET /x': json({ ok: true }) });
  const dead = { http_proxy: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1' };
  for (const base of [url, url.replace('127.0.0.1', 'localhost')]) {
    t.is((await createHttpFetch({ env: dead, connectMs: 1000 })(new Request(`${base}/x`))).status, 200);
  }
});

test('other servers are reached through the proxy of the environment, unless it is told otherwise', async (t) => {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.end('{}');
  });
  const env = { http_proxy: `http://127.0.0.1:${await listen(t, proxy)}` };
  t.is((await createHttpFetch({ env, connectMs: 1000 })(new Request('http://paas.invalid/api/apps'))).status, 200);
  t.deepEqual(seen, ['http://paas.invalid/api/apps']);
  const direct = createHttpFetch({ env: { ...env, no_proxy: 'paas.invalid' }, connectMs: 5000 });
  t.true(isFault(await t.throwsAsync(direct(new Request('http://paas.invalid/'))), 'platform/unreachable'));
});

test('a redirect is not followed, so that no key travels to where it points', async (t) => {
  const other = await startAnswering(t, { 'GET /': json({}) });
  const { url } = await startAnswering(t, { 'GET /': (response) => void response.writeHead(307, { location: other.url }).end() });
  const error = await t.throwsAsync(createHttpFetch({ env: {}, connectMs: 1000 })(new Request(url)));
  t.true(isFault(error, 'platform/unreachable'));
  t.deepEqual(other.asked, []);
});
