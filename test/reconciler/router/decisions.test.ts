import type { IncomingMessage } from 'node:http';
import test from 'ava';
import { type AppId, newAppId } from '../../../core/index.ts';
import { renderPage } from '../../../reconciler/engines/local/router/answer-page.ts';
import { parseReply, parseRequest } from '../../../reconciler/engines/local/router/control-protocol.ts';
import { mayRetry } from '../../../reconciler/engines/local/router/exchange.ts';
import { toBackendHeaders } from '../../../reconciler/engines/local/router/forward-headers.ts';
import { type RequestHead, readRequestHead } from '../../../reconciler/engines/local/router/request-head.ts';
import { parseStored } from '../../../reconciler/engines/local/router/route-store.ts';
import { chooseBackend } from '../../../reconciler/engines/local/router/route-table.ts';
import { createUsage } from '../../../reconciler/engines/local/router/usage.ts';

/** As much of a parsed request as the decisions look at. */
const toRequest = (fields: {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Record<string, string>;
}): IncomingMessage =>
  ({
    method: fields.method ?? 'GET',
    url: fields.url ?? '/',
    httpVersion: '1.1',
    headers: fields.headers ?? { host: 'a' },
    rawHeaders: Object.entries(fields.headers ?? { host: 'a' }).flat(),
    socket: { remoteAddress: '::ffff:10.0.0.1', localPort: 80 },
  }) as unknown as IncomingMessage;

const headOf = (fields: Parameters<typeof toRequest>[0]): RequestHead => {
  const head = readRequestHead(toRequest(fields));
  if ('reason' in head) throw new Error(head.reason);
  return head;
};

test('only a request that may take effect twice, with no body, is sent twice', (t) => {
  const failures = [
    { connected: false, bodyStarted: false, malformed: false },
    { connected: true, bodyStarted: false, malformed: false },
    { connected: true, bodyStarted: true, malformed: false },
    { connected: true, bodyStarted: false, malformed: true },
  ];
  const table = [
    { fields: { method: 'GET' }, retried: [true, true, false, false] },
    { fields: { method: 'DELETE' }, retried: [true, true, false, false] },
    { fields: { method: 'POST' }, retried: [true, false, false, false] },
    { fields: { method: 'PATCH' }, retried: [true, false, false, false] },
    { fields: { method: 'PUT', headers: { host: 'a', 'content-length': '3' } }, retried: [true, false, false, false] },
  ];
  for (const { fields, retried } of table) {
    const exchange = { head: headOf(fields), attempts: 1 };
    t.deepEqual(
      failures.map((failure) => mayRetry(failure, exchange, 1)),
      retried,
      fields.method,
    );
  }
  t.false(mayRetry(failures[0] as (typeof failures)[number], { head: headOf({}), attempts: 4 }, 2), 'an end must come');
});

test('the path for the log has no query, the target has all', (t) => {
  t.like(headOf({ url: '/a?token=1#x' }), { path: '/a', target: '/a?token=1#x' });
  t.like(headOf({ url: 'https://A.b:80?q' }), { authority: 'A.b:80', host: 'a.b', target: '/?q', path: '/' });
  t.like(headOf({ url: '*', method: 'OPTIONS' }), { target: '*' });
  t.is(headOf({ url: `/${'x'.repeat(999)}` }).path.length, 256);
});

test('a request id is kept when it is harmless, and made when it is not', (t) => {
  t.is(headOf({ headers: { host: 'a', 'x-request-id': 'Root=1-67' } }).id.length, 36);
  t.is(headOf({ headers: { host: 'a', 'x-request-id': 'a'.repeat(129) } }).id.length, 36);
  t.is(headOf({ headers: { host: 'a', 'x-request-id': '1-67:a.B_c' } }).id, '1-67:a.B_c');
});

test('a method that usually has a body says so when it has none', (t) => {
  const request = toRequest({ method: 'POST' });
  const headers = toBackendHeaders(request, headOf({ method: 'POST' }));
  t.is(headers[headers.indexOf('Content-Length') + 1], '0');
  t.is(headers[headers.indexOf('X-Forwarded-For') + 1], '10.0.0.1');
});

test('the least busy backend is chosen, in turn among equals, one that failed only when there is no other', (t) => {
  const backends = [1, 2, 3].map((port) => ({ port, replica: `web.${port}` }));
  const choose = (turn: number, busy: Record<number, number> = {}, tried: readonly number[] = []) =>
    chooseBackend({ backends, turn, tried: new Set(tried), inFlight: (port) => busy[port] ?? 0 })?.port;
  t.deepEqual(
    [0, 1, 2, 3].map((turn) => choose(turn)),
    [1, 2, 3, 1],
  );
  t.is(choose(0, { 1: 2, 2: 1, 3: 2 }), 2);
  t.is(choose(0, { 1: 2, 2: 1, 3: 2 }, [2]), 1);
  t.is(choose(0, {}, [1, 2, 3]), 1);
  t.is(chooseBackend({ backends: [], turn: 5, tried: new Set(), inFlight: () => 0 }), undefined);
});

test('usage counts each user off once, and everyone who waits is told', async (t) => {
  const usage = createUsage();
  const releases = [usage.take(1), usage.take(1), usage.take(2)];
  const waits = [usage.drained(1, 10_000), usage.drained(1, 10_000)];
  releases[0]?.();
  releases[0]?.();
  t.is(usage.count(1), 1);
  t.false(await usage.drained(1, 1));
  releases[1]?.();
  t.deepEqual(await Promise.all(waits), [true, true]);
  t.is(usage.total(), 1);
});

test('pages take the form that is asked for first, and text in them stays text', (t) => {
  const page = { status: 404, code: 'app/not-found', title: '<b>&"', hint: 'h' } as const;
  t.is(renderPage(page, '*/*').type, 'text/plain; charset=utf-8');
  t.is(renderPage(page, 'application/problem+json, text/html').type, 'application/json');
  t.is(renderPage(page, 'TEXT/HTML').type, 'text/html; charset=utf-8');
  t.regex(renderPage(page, 'text/html').text, /<p>&#60;b&#62;&#38;&#34;<\/p>/);
  t.deepEqual(JSON.parse(renderPage(page, 'application/json').text), { errors: { '': ['<b>&"'] }, code: 'app/not-found', hint: 'h' });
});

test('a control message or a stored file that is not whole and valid is refused', (t) => {
  const app: AppId = newAppId();
  const route = { app, hosts: ['A.example.test'], port: 5, backends: [{ port: 7, replica: 'web.1' }] };
  t.like(parseRequest({ id: 3, op: 'set', route }), { id: 3, route: { hosts: ['a.example.test'] } });
  for (const message of [
    {},
    [],
    { id: 1 },
    { id: 1.5, op: 'routes' },
    { id: 1, op: 'set', route: null },
    { id: 1, op: 'hello' },
    { id: 1, op: '__proto__' },
  ]) {
    t.throws(() => parseRequest(message), { code: 'request/invalid' }, JSON.stringify(message));
  }
  t.deepEqual(parseStored(JSON.stringify({ version: 1, host: 'h', port: 1, routes: [route] })).routes[0]?.hosts, ['a.example.test']);
  for (const text of [
    '',
    'null',
    '{}',
    '[]',
    '{"version":2,"host":"h","port":1,"routes":[]}',
    '{"version":1,"host":"h","port":-1,"routes":[]}',
  ]) {
    t.throws(() => parseStored(text), undefined, text);
  }
  t.is(parseReply({}), undefined);
  t.like(parseReply({ id: 1, fault: { code: 'toString', message: 5 } }), { fault: { code: 'bug', message: '5' } });
});
