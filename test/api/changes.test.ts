import test from 'ava';
import { type DeployId, Fault, type Stamp } from '../../core/index.ts';
import { openApi } from './open-api.ts';

const withShop = async (t: Parameters<typeof openApi>[0], replaced?: Parameters<typeof openApi>[1]) => {
  const opened = await openApi(t, replaced);
  const ada = await opened.account('ada@example.org');
  await opened.call('POST', '/api/apps', { auth: ada.auth, body: { unique_name: 'shop' } });
  const shop = (method: string, path: string, ask: Parameters<typeof opened.call>[2] = {}) =>
    opened.call(method, `/api/apps/shop${path}`, { auth: ada.auth, ...ask });
  return { ...opened, ada, shop };
};

test('scale takes replicas and size for web, and any process type by name', async (t) => {
  const { shop, control } = await withShop(t);
  const web = await shop('PUT', '/scale', { body: { replicas: 3, size: 0.7 } });
  t.is(web.status, 200);
  t.like(web.body.data, { unique_name: 'shop', replicas: 3, size: 0.7 });
  t.is(web.body.change.kind, 'live');
  t.is(web.headers['sluice-deploy'], web.body.change.deploy);
  const both = await shop('PUT', '/scale', { body: { replicas: 2, processes: { worker: { replicas: 4 } } } });
  t.deepEqual(both.body.data.processes['worker'], { replicas: 4, size: 0.5 });
  t.is((await shop('PUT', '/scale', { body: {} })).status, 200, 'omitted means unchanged');
  t.deepEqual(
    control.calls.map(({ request }) => request),
    [
      { kind: 'scale', processes: { web: { replicas: 3, size: 0.7 } } },
      { kind: 'scale', processes: { worker: { replicas: 4 }, web: { replicas: 2 } } },
      { kind: 'scale', processes: {} },
    ],
  );
});

test('scale refuses what is no number of replicas, naming the field', async (t) => {
  const { shop, control } = await withShop(t);
  for (const [body, field] of [
    [{ replicas: -1 }, 'replicas'],
    [{ replicas: 1.5 }, 'replicas'],
    [{ replicas: '3' }, 'replicas'],
    [{ replicas: true }, 'replicas'],
    [{ size: 'big' }, 'size'],
    [{ processes: { worker: { replicas: [] } } }, 'processes.worker.replicas'],
    [{ processes: [] }, 'processes'],
    [[], ''],
    ['"x"', ''],
    ['3', ''],
  ] as const) {
    const { status, body: answer } = await shop('PUT', '/scale', { body });
    t.deepEqual([status, answer.code, Object.keys(answer.errors)], [422, 'request/invalid', [field]], JSON.stringify(body));
  }
  t.is((await shop('PUT', '/scale', { body: { replicas: 1, processes: { web: { replicas: 2 } } } })).status, 422);
  t.deepEqual(control.calls, []);
});

test('configs are set, read and unset in the shapes of the Gigalixir client', async (t) => {
  const { shop, control } = await withShop(t);
  const set = await shop('POST', '/configs', { body: { configs: { A: '1', B: 'x=y' }, avoid_restart: false } });
  t.is(set.status, 201);
  t.deepEqual(set.body.data, { A: '1', B: 'x=y' });
  t.deepEqual((await shop('GET', '/configs')).body.data, { A: '1', B: 'x=y' });
  const quiet = await shop('POST', '/configs', { body: { configs: { C: '3' }, avoid_restart: true } });
  t.is(quiet.body.change.kind, 'accepted');
  const unset = await shop('DELETE', '/configs', { body: { key: 'A' } });
  t.is(unset.status, 200);
  t.deepEqual(unset.body.data, { B: 'x=y', C: '3' });
  t.deepEqual((await shop('DELETE', '/configs', { body: { keys: ['B', 'C', 'B'], avoid_restart: true } })).body.data, {});
  t.deepEqual((await shop('POST', '/configs', { body: { key: 'OLD', value: 'client' } })).body.data, { OLD: 'client' });
  t.deepEqual(
    control.calls.map(({ rollOut }) => rollOut),
    [true, false, true, false, true],
  );
  t.deepEqual(control.calls[3]?.request, { kind: 'env', set: {}, unset: ['B', 'C'] });
});

test('a change without a variable, or with one that is no text, is refused', async (t) => {
  const { shop, control } = await withShop(t);
  const bodies = [{}, { configs: [] }, { configs: { A: 1 } }, { configs: { A: {} } }, { key: 'A' }, '{"configs": {"__proto__": "x"}}'];
  for (const body of bodies) t.is((await shop('POST', '/configs', { body })).status, 422, JSON.stringify(body));
  for (const body of [{}, { keys: [] }, { keys: [1] }, { key: 1 }]) t.is((await shop('DELETE', '/configs', { body })).status, 422);
  t.deepEqual(control.calls, []);
});

test('null means absent, and unknown keys are ignored', async (t) => {
  const { shop, control } = await withShop(t);
  t.is((await shop('PUT', '/scale', { body: { replicas: 2, size: null, colour: 'red' } })).status, 200);
  t.is((await shop('POST', '/configs', { body: { configs: { A: '1', B: null }, key: null } })).status, 201);
  t.deepEqual(
    control.calls.map(({ request }) => request),
    [
      { kind: 'scale', processes: { web: { replicas: 2 } } },
      { kind: 'env', set: { A: '1' }, unset: [] },
    ],
  );
});

test('an empty body under a JSON content type is accepted on every verb', async (t) => {
  const { shop } = await withShop(t);
  t.is((await shop('PUT', '/restart')).status, 200);
  t.is((await shop('PUT', '/restart', { body: '' })).status, 200);
  t.is((await shop('POST', '/releases/1/rollback', { body: '' })).status, 200);
  t.is((await shop('GET', '/configs', { body: '' })).status, 200);
  t.is((await shop('DELETE', '', { body: '' })).status, 200);
});

test('a restart sent again with its idempotency key restarts nothing and gets the first answer', async (t) => {
  const { shop, control, clock, ada } = await withShop(t);
  const restart = (key: string) => shop('PUT', '/restart', { headers: { 'idempotency-key': key } });
  const [first, second] = await Promise.all([restart('one'), restart('one')]);
  t.is(first.text, second.text);
  t.is(first.headers['sluice-deploy'], second.headers['sluice-deploy']);
  t.truthy(first.headers['sluice-deploy']);
  t.is(control.calls.length, 1);
  t.true(control.calls[0]?.key?.endsWith(':one'));
  await restart('two');
  t.is(control.calls.length, 2);
  clock.now += 25 * 3_600_000;
  await restart('one');
  t.is(control.calls.length, 3, 'after a day it is forgotten');
  t.is((await restart('not a key')).status, 422);
  t.is((await restart('x'.repeat(201))).status, 422);
  t.truthy(ada);
});

test('a failure that stays is answered again to the same key; one that may pass is tried again', async (t) => {
  const { shop, control } = await withShop(t);
  const restart = (key: string) => shop('PUT', '/restart', { headers: { 'idempotency-key': key } });
  control.failNext(new Fault('deploy/failed', 'web exited with 1.', { data: { deploy: 'dep1' }, lastLines: ['boom'] }));
  const failed = await restart('a');
  t.deepEqual([failed.status, failed.body.code, failed.body.last_lines], [422, 'deploy/failed', ['boom']]);
  t.is(failed.headers['sluice-deploy'], 'dep1');
  const again = await restart('a');
  t.deepEqual([again.status, again.text, again.headers['sluice-deploy']], [failed.status, failed.text, 'dep1']);
  t.is(control.calls.length, 1);
  control.failNext(new Fault('deploy/undecided', 'Not known yet.'));
  t.is((await restart('b')).status, 503);
  t.is((await restart('b')).status, 200);
});

test('a key that comes with another body is refused', async (t) => {
  const { call, ada } = await withShop(t);
  const create = (unique_name: string) =>
    call('POST', '/api/apps', { auth: ada.auth, body: { unique_name }, headers: { 'idempotency-key': 'k' } });
  t.is((await create('first')).status, 201);
  t.is((await create('second')).status, 422);
});

test('releases are newest first, with numbers as text and times as Gigalixir writes them', async (t) => {
  const { shop } = await withShop(t);
  await shop('PUT', '/restart');
  await shop('PUT', '/restart');
  const { status, body } = await shop('GET', '/releases');
  t.is(status, 200);
  t.deepEqual(
    body.data.map(({ version }: { version: unknown }) => version),
    ['2', '1'],
  );
  t.like(body.data[0], { created_at: '2017-04-12T17:43:28.000+00:00', summary: 'restart by ada@example.org' });
  t.regex(body.data[0].sha, /^[0-9a-f]{40}$/);
  t.is((await shop('GET', '/releases?limit=1')).body.data.length, 1);
  for (const limit of ['0', '-1', 'x', '1001', '1e9']) t.is((await shop('GET', `/releases?limit=${limit}`)).status, 422, limit);
});

test('a rollback names a release by its number, with or without v', async (t) => {
  const { shop, control } = await withShop(t);
  t.is((await shop('POST', '/releases/3/rollback')).status, 200);
  t.is((await shop('POST', '/releases/v4/rollback')).status, 200);
  t.deepEqual(
    control.calls.map(({ request }) => request),
    [
      { kind: 'rollback', version: 3 },
      { kind: 'rollback', version: 4 },
    ],
  );
  for (const bad of ['0', 'v', 'latest', '1.5', '-1', '%20', '99999999999999999999']) {
    const { status, body } = await shop('POST', `/releases/${bad}/rollback`);
    t.deepEqual([status, body.code], [404, 'release/not-found'], bad);
  }
});

test('status has the shape of ps, and tells wanted from running', async (t) => {
  const base = { processType: 'web', stamp: 's' as Stamp, startedAt: 0, restarts: 0, size: 0.5 } as const;
  const { shop } = await withShop(t, {
    replicas: async () => [
      { ...base, name: 'web.1', version: 1, state: 'healthy' },
      { ...base, name: 'web.2', version: 1, state: 'crashed', restarts: 3, lastExit: 'out of memory' },
      { ...base, name: 'worker.1', processType: 'worker', version: 1, state: 'healthy' },
    ],
  });
  await shop('PUT', '/scale', { body: { replicas: 2, processes: { worker: { replicas: 1 } } } });
  const { status, body } = await shop('GET', '/status');
  t.is(status, 200);
  t.like(body.data, { unique_name: 'shop', size: 0.5, replicas_desired: 2, replicas_running: 1, wanted_version: 1, running_version: 1 });
  t.deepEqual(
    body.data.pods.map((pod: { name: string; version: string; status: string; lastState: unknown }) => [
      pod.name,
      pod.version,
      pod.status,
      pod.lastState,
    ]),
    [
      ['web.1', '1', 'Healthy', {}],
      ['web.2', '1', 'Crashed', { terminated: { reason: 'out of memory' } }],
    ],
  );
  t.regex(body.data.pods[0].sha, /^[0-9a-f]{40}$/);
  t.deepEqual(Object.keys(body.data.processes).sort(), ['web', 'worker']);
  t.like(body.data.processes['worker'], { replicas: 1, running: 1 });
  t.deepEqual(body.data.urls, ['http://shop.localhost:4080']);
});

test('deploys are listed newest first, shown, and cancelled with 202', async (t) => {
  const { shop, database, clock } = await withShop(t);
  const app = (await database.apps.all())[0];
  if (app === undefined) return t.fail();
  const by = { name: 'ada', email: 'ada@example.org' };
  for (const [index, state] of (['live', 'rolling'] as const).entries()) {
    const id = `dep${index}x` as DeployId;
    await database.deploys.save({ id, app: app.id, kind: 'push', state, by, summary: 'a push', createdAt: clock.now + index });
  }
  const list = await shop('GET', '/deploys');
  t.deepEqual(
    list.body.data.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`),
    ['dep1x rolling', 'dep0x live'],
  );
  t.is((await shop('GET', '/deploys/dep1x')).body.data.summary, 'a push');
  const cancelled = await shop('DELETE', '/deploys/dep1x', { body: '' });
  t.deepEqual([cancelled.status, cancelled.body.data], [202, { id: 'dep1x', state: 'cancelled' }]);
  t.is((await shop('DELETE', '/deploys/dep0x')).body.code, 'deploy/over');
  for (const bad of ['nope1', '...', 'a%2f..%2fb', 'A', `${'x'.repeat(150)}`]) {
    t.is((await shop('GET', `/deploys/${bad}`)).status, 404, bad);
  }
});
