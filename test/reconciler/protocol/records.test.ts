import test from 'ava';
import { type AppId, createLog, type DeployId, type Oid, silentLog } from '../../../core/index.ts';
import { createClock, describeTimings, project, toDeploy } from '../../../reconciler/protocol/records.ts';

const oid = (digit: string) => digit.repeat(40) as Oid;
const entry = {
  sluice: 1,
  deploy: 'abc123def456' as DeployId,
  kind: 'push',
  by: { name: 'Dev', email: 'dev@sluice.example' },
  summary: 'Set A',
  base: oid('a'),
  commit: oid('b'),
  version: 2,
  createdAt: 7,
  deadline: 9,
} as const;

test('a clock tells the time between marks, in order, the first from the start', (t) => {
  const times = [110, 110, 175];
  const clock = createClock(() => times.shift() ?? Number.NaN, 100);
  for (const step of ['build', 'commit', 'live']) clock.mark(step);
  t.deepEqual(clock.timings(), [
    { step: 'build', ms: 10 },
    { step: 'commit', ms: 0 },
    { step: 'live', ms: 65 },
  ]);
  t.is(describeTimings(clock.timings()), 'build 10 ms, commit 0 ms, live 65 ms');
  t.is(describeTimings([]), '');
});

test('a row holds what the journal knows, and nothing where it knows nothing', (t) => {
  const app = 'a000000000001' as AppId;
  t.deepEqual(toDeploy(app, entry, 'rolling'), {
    id: entry.deploy,
    app,
    kind: 'push',
    state: 'rolling',
    by: entry.by,
    summary: 'Set A',
    commit: entry.commit,
    createdAt: 7,
  });
  const verdict = { kind: 'failed', reason: 'web.1 exited', lastLines: [] } as const;
  const row = toDeploy(app, { ...entry, source: oid('c'), verdict }, 'failed', { finishedAt: 8 });
  t.like(row, { state: 'failed', source: oid('c'), reason: 'web.1 exited', finishedAt: 8 });
});

test('a projection that fails is logged and holds up nothing', async (t) => {
  const lines: string[] = [];
  const log = createLog((line) => void lines.push(line));
  await project({ log }, async () => {
    throw new Error('disk I/O error');
  });
  t.is(lines.length, 1);
  t.regex(lines[0] ?? '', /"level":"error".*disk I\/O error/);
  let done = false;
  await project({ log: silentLog }, async () => {
    done = true;
  });
  t.true(done);
});
