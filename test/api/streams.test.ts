import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { ApiDeps } from '../../api/index.ts';
import type { AppId, DeployId } from '../../core/index.ts';
import { Fault } from '../../core/index.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { type Opened, openApi } from './open-api.ts';
import { readEvents, readText } from './read-stream.ts';

type Listening = Opened & {
  readonly url: string;
  readonly auth: string;
  readonly app: AppId;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<{ response: Response; abort: () => void }>;
};

const listening = async (t: ExecutionContext<unknown>, replaced: Partial<ApiDeps> = {}): Promise<Listening> => {
  const opened = await openApi(t, replaced);
  const { auth } = await opened.account('ada@example.org');
  const made = await opened.call('POST', '/api/apps', { auth, body: { unique_name: 'shop' } });
  const { port } = await opened.api.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${port}`;
  const get: Listening['get'] = async (path, headers = {}) => {
    const controller = new AbortController();
    t.teardown(() => controller.abort());
    const response = await fetch(url + path, { headers: { authorization: auth, ...headers }, signal: controller.signal });
    return { response, abort: () => controller.abort() };
  };
  return { ...opened, url, auth, app: made.body.data.id, get };
};

const sse = { accept: 'text/event-stream' };
const push = async ({ database, app }: Listening, count: number) => {
  for (let index = 0; index < count; index += 1) await database.events.append({ kind: 'deploy-live', app, at: index });
};

test('the stream of events begins where the reader left off, goes on as things happen, and repeats nothing', async (t) => {
  const opened = await listening(t);
  await push(opened, 3);
  const first = await opened.get('/api/events?after=0', sse);
  t.is(first.response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  const seen = await readEvents(first.response, { count: 4 });
  t.deepEqual(
    seen.map(({ id }) => id),
    ['1', '2', '3', '4'],
  );
  t.like(JSON.parse(seen[0]?.data ?? ''), { sequence: 1, kind: 'app-created', app: 'shop', by: 'ada@example.org' });
  first.abort();
  await push(opened, 2);
  // A browser that comes back asks the same address again and says in a header what it saw.
  const second = await opened.get('/api/events?after=0', { ...sse, 'last-event-id': '4' });
  const reader = readEvents(second.response, { count: 5 });
  await push(opened, 3);
  t.deepEqual(
    (await reader).map(({ id }) => id),
    ['5', '6', '7', '8', '9'],
  );
});

test('a stream without a beginning shows only what happens from now on', async (t) => {
  const opened = await listening(t);
  await push(opened, 3);
  const { response } = await opened.get('/api/apps/shop/activity', sse);
  await push(opened, 1);
  t.deepEqual(
    (await readEvents(response, { count: 1 })).map(({ id }) => id),
    ['5'],
  );
});

test('hundreds of events come in order and whole, while more are appended', async (t) => {
  const opened = await listening(t);
  await push(opened, 250);
  const { response } = await opened.get('/api/events?after=0', sse);
  const [seen] = await Promise.all([readEvents(response, { count: 501 }), push(opened, 250)]);
  t.deepEqual(
    seen.map(({ id }) => Number(id)),
    Array.from({ length: 501 }, (_, index) => index + 1),
  );
});

test('events of other owners are in no list and no stream', async (t) => {
  const opened = await listening(t);
  const bob = await opened.account('bob@example.org');
  await opened.call('POST', '/api/apps', { auth: bob.auth, body: { unique_name: 'bobs' } });
  const kinds = (auth: string, path: string) => opened.call('GET', path, { auth }).then(({ body }) => body.data);
  t.deepEqual(
    (await kinds(bob.auth, '/api/events')).map(({ app }: { app: string }) => app),
    ['bobs'],
  );
  const { response } = await opened.get('/api/events?after=0', { ...sse, authorization: bob.auth });
  await push(opened, 3);
  await opened.call('POST', '/api/apps', { auth: bob.auth, body: { unique_name: 'more' } });
  t.deepEqual(
    (await readEvents(response, { count: 2 })).map(({ data }) => JSON.parse(data).app),
    ['bobs', 'more'],
  );
});

test('as a list, events come newest first, or oldest first after a number', async (t) => {
  const opened = await listening(t);
  await push(opened, 4);
  const ids = async (query: string) =>
    (await opened.call('GET', `/api/apps/shop/activity${query}`, { auth: opened.auth })).body.data.map(
      ({ sequence }: { sequence: number }) => sequence,
    );
  t.deepEqual(await ids(''), [5, 4, 3, 2, 1]);
  t.deepEqual(await ids('?limit=2'), [5, 4]);
  t.deepEqual(await ids('?after=2'), [3, 4, 5]);
  t.deepEqual(await ids('?after=2&limit=1'), [3]);
  t.deepEqual(await ids('?after=99'), []);
  for (const query of ['?after=-1', '?after=x', '?limit=0', '?limit=5000', '?after=1.5']) {
    t.is((await opened.call('GET', `/api/events${query}`, { auth: opened.auth })).status, 422, query);
  }
});

test('streams that are closed leave no listener behind', async (t) => {
  const opened = await listening(t);
  let active = 0;
  const { onAppended } = opened.database.events;
  Object.assign(opened.database.events, {
    onAppended: (listener: () => void) => {
      active += 1;
      const stop = onAppended(listener);
      return () => {
        active -= 1;
        stop();
      };
    },
  });
  const streams = await Promise.all(Array.from({ length: 50 }, () => opened.get('/api/events', sse)));
  await waitUntil('50 listeners', () => active === 50);
  for (const { abort } of streams) abort();
  await waitUntil('no listener', () => active === 0);
  t.pass();
});

const rolling = async ({ database, app, clock }: Listening) => {
  const by = { name: 'ada', email: 'ada@example.org' };
  const row = { id: 'dep1' as DeployId, app, kind: 'push', state: 'rolling', by, summary: 'a push', createdAt: clock.now } as const;
  await database.deploys.save(row);
  return row;
};

test('a deploy can be followed from any line to its end, which carries the deploy', async (t) => {
  const opened = await listening(t);
  const row = await rolling(opened);
  opened.control.say(row.id, 'one');
  opened.control.say(row.id, 'two');
  const { response } = await opened.get('/api/apps/shop/deploys/dep1/events');
  const all = readEvents(response);
  const resumed = await opened.get('/api/apps/shop/deploys/dep1/events?after=1');
  const rest = readEvents(resumed.response);
  opened.control.say(row.id, 'three');
  opened.control.end(row.id);
  // The row says so only a moment after the last line.
  await opened.database.deploys.save({ ...row, state: 'failed', reason: 'web exited with 1' });
  const texts = (events: readonly { event: string; data: string }[]) =>
    events.map(({ event, data }) => (event === 'end' ? JSON.parse(data).state : JSON.parse(data).line));
  t.deepEqual(texts(await all), ['one', 'two', 'three', 'failed']);
  t.deepEqual(texts(await rest), ['two', 'three', 'failed']);
  const late = await opened.get('/api/apps/shop/deploys/dep1/events', { 'last-event-id': '3' });
  t.deepEqual(texts(await readEvents(late.response)), ['failed']);
});

const line = (text: string, sequence: number) =>
  ({ cursor: `c${sequence}`, at: 0, source: 'app', process: 'web.1', version: 2, text }) as const;

test('logs are plain text, one line each, freed of control characters', async (t) => {
  const asked: unknown[] = [];
  const opened = await listening(t, {
    logs: async function* (_app, query) {
      asked.push(query);
      yield line('hello \u001b[31mred\u001b[0m', 1);
      yield line('héllo\nforged line', 2);
    },
  });
  const { response } = await opened.get('/api/apps/shop/logs?num_lines=7&follow=False&process=web');
  t.is(response.headers.get('content-type'), 'text/plain; charset=utf-8');
  t.is(
    await response.text(),
    '1970-01-01T00:00:00.000+00:00 app[web.1]: hello red\n1970-01-01T00:00:00.000+00:00 app[web.1]: héllo forged line\n',
  );
  t.deepEqual(asked, [{ follow: false, lines: 7, process: 'web' }]);
});

test('logs as NDJSON carry cursors, and follow goes on until the client has gone', async (t) => {
  let gone = false;
  const opened = await listening(t, {
    logs: async function* (_app, { after, follow, lines }, signal) {
      t.deepEqual({ after, follow, lines }, { after: 'c4', follow: true, lines: 100 });
      yield line('\u001b[31mfive', 5);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      gone = true;
    },
  });
  const { response, abort } = await opened.get('/api/apps/shop/logs?follow=True&after=c4', { accept: 'application/x-ndjson' });
  t.is(response.headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
  const text = await readText(response, '\n');
  t.deepEqual(JSON.parse(text), { ...line('\u001b[31mfive', 5), at: '1970-01-01T00:00:00.000+00:00' });
  abort();
  await waitUntil('the source of the lines has ended', () => gone);
});

test('following an app that is silent gets its head at once', async (t) => {
  const opened = await listening(t, {
    logs: async function* (_app, _query, signal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  });
  const { response } = await opened.get('/api/apps/shop/logs');
  t.is(response.status, 200);
});

test('logs that fail at once answer with the failure; later the connection is cut', async (t) => {
  let lines = 0;
  const opened = await listening(t, {
    logs: async function* () {
      if (lines > 0) yield line('one', 1);
      // Later than the head, which waits a moment for exactly this.
      if (lines > 0) await new Promise((resolve) => setTimeout(resolve, 200));
      throw new Fault('engine/away', 'The keeper does not answer.');
    },
  });
  const early = await opened.get('/api/apps/shop/logs?follow=false');
  t.is(early.response.status, 503);
  t.is(((await early.response.json()) as { code: string }).code, 'engine/away');
  lines = 1;
  const late = await opened.get('/api/apps/shop/logs?follow=false');
  t.is(late.response.status, 200);
  await t.throwsAsync(late.response.text());
});

test('a slow reader of a fast log holds up the source, not the memory', async (t) => {
  let written = 0;
  const opened = await listening(t, {
    logs: async function* (_app, _query, signal) {
      while (!signal.aborted && written < 200_000) {
        written += 1;
        yield line('x'.repeat(1000), written);
      }
    },
  });
  const { response, abort } = await opened.get('/api/apps/shop/logs');
  let before = -1;
  // Nobody reads: once the buffers between are full, the source stands still.
  await waitUntil('the source stands still', async () => {
    const stood = before === written;
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return stood && written > 0;
  });
  t.true(written < 100_000, `${written} lines were taken`);
  t.is(response.status, 200);
  abort();
});

test('stopping ends every stream properly and drops a change that waits', async (t) => {
  const opened = await listening(t);
  const { response } = await opened.get('/api/events', sse);
  const held = opened.control.holdNext();
  const change = fetch(`${opened.url}/api/apps/shop/restart`, { method: 'PUT', headers: { authorization: opened.auth } });
  await waitUntil('the change is under way', () => opened.control.calls.length === 1);
  await opened.api.stop();
  t.is((await readText(response)).trim(), ': open');
  t.is(((await held) as Fault).code, 'interrupted');
  t.is((await change).status, 499);
  await t.throwsAsync(fetch(`${opened.url}/healthz`));
});

test('a client that goes away aborts its change', async (t) => {
  const opened = await listening(t);
  const held = opened.control.holdNext();
  const controller = new AbortController();
  const change = fetch(`${opened.url}/api/apps/shop/restart`, {
    method: 'PUT',
    headers: { authorization: opened.auth },
    signal: controller.signal,
  });
  await waitUntil('the change is under way', () => opened.control.calls.length === 1);
  controller.abort();
  await t.throwsAsync(change);
  t.is(((await held) as Fault).code, 'interrupted');
});
