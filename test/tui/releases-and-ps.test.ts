import test, { type ExecutionContext } from 'ava';
import { parseScale } from '../../tui/parse-scale.ts';
import { type Answering, json, startAnswering } from '../helpers/answer-server.ts';
import { change, release, status } from '../helpers/api-samples.ts';
import { runCommand } from '../helpers/run-command.ts';

const rolledBack = json({ data: { unique_name: 'shop', version: 4 }, change: change('live') });
const restarted = json({ data: { unique_name: 'shop', version: 4 }, change: change('live') });
const broken: Answering = (response) => void response.destroy();
const start = (t: ExecutionContext, more: Record<string, Answering> = {}) =>
  startAnswering(t, {
    'GET /api/apps/shop/releases': json({ data: [release('3'), release('2')] }),
    'POST /api/apps/shop/releases/2/rollback': rolledBack,
    'POST /api/apps/shop/releases/1/rollback': rolledBack,
    'GET /api/apps/shop/status': json({ data: status }),
    'PUT /api/apps/shop/scale': json({ data: { unique_name: 'shop', replicas: 3, size: 1, processes: {} }, change: change('live') }),
    'PUT /api/apps/shop/restart': restarted,
    ...more,
  });

test('releases are listed newest first, one a line', async (t) => {
  const { url, asked } = await start(t);
  const { stdout } = await runCommand(t, ['releases', '-a', 'shop', '-n', '2'], { url });
  t.is(
    stdout,
    'v3  2026-11-24 12:00:03Z  bbbbbbbb  me@example.org  Deploy bbbbbbbb as v3\nv2  2026-11-24 12:00:03Z  bbbbbbbb  me@example.org  Deploy bbbbbbbb as v2\n',
  );
  t.deepEqual(asked[0]?.query, { limit: '2' });
  t.deepEqual(JSON.parse((await runCommand(t, ['releases', '-a', 'shop', '--json'], { url })).stdout), [release('3'), release('2')]);
});

test('rollback goes to the release named in any of three ways, or to the one before the newest', async (t) => {
  const { url, asked } = await start(t);
  for (const words of [['v1'], ['1'], ['--to', 'v1'], []]) {
    const { code, stderr } = await runCommand(t, ['rollback', ...words, '-a', 'shop'], { url });
    t.is(code, 0);
    t.regex(stderr, /^Rolling shop back to v[12]\.\.\. live, v4 \(/);
  }
  const posts = asked.filter((one) => one.method === 'POST').map((one) => one.path.split('/')[5]);
  t.deepEqual(posts, ['1', '1', '1', '2']);
});

test('what is no release is refused before anything is sent', async (t) => {
  const { url, asked } = await start(t);
  for (const word of ['v0', 'vv1', '../1', '1.5', 'latest', '99999999999'])
    t.is((await runCommand(t, ['rollback', word, '-a', 'shop'], { url })).code, 2, word);
  t.deepEqual(asked, []);
});

test('rollback of an app with one release says that there is none to go back to', async (t) => {
  const { url } = await start(t, { 'GET /api/apps/shop/releases': json({ data: [release('1')] }) });
  t.is((await runCommand(t, ['rollback', '-a', 'shop'], { url })).code, 4);
});

test('ps shows each replica with its state, release and last exit', async (t) => {
  const { url } = await start(t);
  const { stdout, stderr } = await runCommand(t, ['ps', '-a', 'shop'], { url });
  const [web, worker] = stdout.split('\n').map((line) => line.split(/ {2,}/));
  t.deepEqual(
    web?.filter((_, at) => at !== 4),
    ['web.1', 'healthy', 'v3', '0.5', '0', '-'],
  );
  t.deepEqual(
    worker?.filter((_, at) => at !== 4),
    ['worker.1', 'crashed', 'v3', '1', '4', 'exited with 1'],
  );
  t.is(stderr, '');
});

test('ps says when config is newer than what runs, and what is under way', async (t) => {
  const pending = {
    id: 'k3v9x0q2m1ab',
    kind: 'env',
    state: 'rolling',
    summary: 'Set `A`',
    by: 'me@example.org',
    created_at: status.replicas[0]?.started_at ?? '',
  };
  const { url } = await start(t, {
    'GET /api/apps/shop/status': json({ data: { ...status, wanted_version: 5, pending_deploy: pending } }),
  });
  const { stderr } = await runCommand(t, ['ps', '-a', 'shop'], { url });
  t.regex(stderr, /v5 is newer than v3.*sluice ps:restart --app shop/);
  t.regex(stderr, /Under way: Set `A` \(rolling\)/);
});

test('scale sends only what is named', async (t) => {
  const { url, asked } = await start(t);
  const { code, stderr } = await runCommand(t, ['scale', 'web=3', 'worker=2:1.0', 'clock=:0.5', '-a', 'shop'], { url });
  t.is(code, 0);
  t.regex(stderr, /^Scaling shop to web=3 worker=2:1\.0 clock=:0\.5\.\.\. live, v4/);
  t.deepEqual(asked[0]?.body, { processes: { web: { replicas: 3 }, worker: { replicas: 2, size: 1 }, clock: { size: 0.5 } } });
});

test('what is no scale is refused', (t) => {
  for (const word of [
    '',
    'web',
    'web=',
    '=3',
    'web=x',
    'web=-1',
    'web=1:',
    'web=1:x',
    'web=1.5',
    'web=9999999',
    'web=1:2:3',
    'we b=1',
    'web=1\n',
  ]) {
    t.throws(() => parseScale([word]), { name: 'Fault' }, JSON.stringify(word));
  }
  t.throws(() => parseScale(['web=1', 'web=2']), { message: /twice/ });
});

test('restart asks again with the same key when the connection broke, so that it happens once', async (t) => {
  let calls = 0;
  const { url, asked } = await start(t, {
    'PUT /api/apps/shop/restart': (response, one) => (calls++ === 0 ? broken : restarted)(response, one),
  });
  const { code, stderr } = await runCommand(t, ['restart', '-a', 'shop'], { url });
  t.is(code, 0, stderr);
  t.is(asked.length, 2);
  t.truthy(asked[0]?.headers['idempotency-key']);
  t.is(asked[0]?.headers['idempotency-key'], asked[1]?.headers['idempotency-key']);
});

test('another change is not asked for twice: what may have happened is said', async (t) => {
  const { url, asked } = await start(t, { 'PUT /api/apps/shop/scale': broken });
  const { code, stderr } = await runCommand(t, ['scale', 'web=2', '-a', 'shop'], { url });
  t.is(code, 10);
  t.regex(stderr, /may have been made all the same.*\n→ .*sluice deploys --app shop/);
  t.is(asked.length, 1);
});
