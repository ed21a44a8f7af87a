import test from 'ava';
import { newDeployId } from '../../../core/index.ts';
import { createWorld } from '../../contracts/engine.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { openForTest } from './open-local-engine.ts';
import { startHost } from './start-host.ts';

const never = new AbortController().signal;

test('kill -9 of the server: apps serve on, and the next one takes them up as they are', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const good = await world.desired({});
  const host = await startHost(t, subject, { desired: good, deploy: newDeployId(), until: 'live' });
  await host.kill();
  const pid = async () => JSON.parse((await subject.get(world.app, '/')).body).pid;
  const before = await pid();

  await subject.engine.adopt();
  await waitUntil('it is known and healthy', async () => (await subject.engine.replicas(world.app.id))[0]?.state === 'healthy');
  t.is((await subject.engine.applied(world.app.id))?.commit, good.commit);
  t.deepEqual(await subject.engine.diff(good), []);
  t.is((await world.deploy(good)).kind, 'live');
  t.is(await pid(), before);
  t.deepEqual(subject.events, []);
});

test('kill -9 of the server in the middle of a rollout: the same deploy id goes on with what it has started', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const slow = await world.desired({ processes: { web: 'sleep 1; exec node app.mjs serve' } });
  const deploy = newDeployId();
  const host = await startHost(t, subject, { desired: slow, deploy, until: 'starting' });
  await host.kill();

  const { engine } = subject;
  t.deepEqual(await engine.applied(world.app.id), { deploy, commit: slow.commit });
  const [started] = await engine.replicas(world.app.id);
  t.not(started, undefined);
  const rollout = await engine.apply(slow, { deploy, mode: 'roll' });
  t.is((await rollout.outcome(never)).kind, 'live');
  const replicas = await engine.replicas(world.app.id);
  t.deepEqual(
    replicas.map(({ startedAt }) => startedAt),
    [started?.startedAt],
  );
});

test('kill -9 of the server: a replica that failed meanwhile is a failure of its deploy, and of no other', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const bad = await world.desired({ processes: { web: 'sleep 0.3; exit 9' } });
  const deploy = newDeployId();
  const host = await startHost(t, subject, { desired: bad, deploy, until: 'starting' });
  await host.kill();

  const { engine } = subject;
  await waitUntil('it has ended', async () => (await engine.replicas(world.app.id))[0]?.state === 'crashed');
  const rollout = await engine.apply(bad, { deploy, mode: 'roll' });
  t.like(await rollout.outcome(never), { kind: 'failed', replica: 'web.1', exit: 'exited with status 9' });
  const { release: _, ...nothing } = bad;
  t.is((await world.deploy(nothing)).kind, 'live');
  await waitUntil('nothing is left', async () => (await engine.replicas(world.app.id)).length === 0);
});

test('a stored outcome is given again after a restart, for older deploys too', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const ids = [newDeployId(), newDeployId(), newDeployId()] as const;
  const bad = await world.desired({ processes: { web: 'exit 1' } });
  const good = await world.desired({});
  t.is((await world.deploy(good, 'roll', ids[0])).kind, 'live');
  const failed = await world.deploy(bad, 'roll', ids[1]);
  t.is((await world.deploy(good, 'roll', ids[2])).kind, 'live');
  await subject.engine.stop();

  const engine = subject.another();
  const outcomeOf = async (deploy: (typeof ids)[number]) => (await engine.apply(bad, { deploy, mode: 'roll' })).outcome(never);
  t.deepEqual(await outcomeOf(ids[1]), failed);
  t.is((await outcomeOf(ids[0])).kind, 'live');
  t.is((await outcomeOf(ids[2])).kind, 'live');
});

test('the server lets go in the middle of a rollout: no verdict, and it goes on later', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const slow = await world.desired({ processes: { web: 'sleep 0.5; exec node app.mjs serve' } });
  await world.prepare(slow);
  const deploy = newDeployId();
  const rollout = await subject.engine.apply(slow, { deploy, mode: 'roll' });
  await waitUntil('it has started', async () => (await subject.engine.replicas(world.app.id)).length === 1);
  await subject.engine.stop();
  t.is((await rollout.outcome(never)).kind, 'errored');
  const again = await subject.another().apply(slow, { deploy, mode: 'roll' });
  t.is((await again.outcome(never)).kind, 'live');
});

test('a release process goes on through a crash of the server, and its outcome is found', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const file = await world.scratchFile();
  const good = await world.desired({});
  const command = `node app.mjs once ${file.path}; sleep 0.5; echo end; exit 5`;
  const host = await startHost(t, subject, { desired: good, deploy: newDeployId(), until: 'running', command });
  await waitUntil('it has begun', () =>
    file
      .read()
      .catch(() => '')
      .then((text) => text === 'x'),
  );
  await host.kill();

  const lines: string[] = [];
  const options = { id: 'host', process: 'release', command, timeLimitMs: 20_000, output: (line: string) => void lines.push(line) };
  const result = await subject.engine.run(good, options, never);
  t.like(result, { kind: 'exited', code: 5 });
  t.is(lines.at(-1), 'end');
  t.is(await file.read(), 'x');
});

test('a release process whose deploy was given up ends before anything else is applied; a one-off ends with who waits for it', async (t) => {
  const subject = await openForTest(t);
  const { engine } = subject;
  const world = await createWorld(t, subject);
  const good = await world.desired({});
  await world.prepare(good);
  const gone = new AbortController();
  const common = { command: 'echo up; exec sleep 1000', timeLimitMs: 60_000 };
  const told: string[] = [];
  const start = (id: string, process: string) =>
    engine.run(good, { ...common, id, process, output: () => void told.push(process) }, gone.signal).catch(() => 'aborted');
  const both = [start('given-up', 'release'), start('one-off', 'run.1')];
  await waitUntil('both run', () => told.includes('release') && told.includes('run.1'));
  gone.abort();
  t.deepEqual(await Promise.all(both), ['aborted', 'aborted']);
  t.is((await world.deploy(good)).kind, 'live');
  for (const [id, process] of [
    ['given-up', 'release'],
    ['one-off', 'run.1'],
  ] as const) {
    const result = await engine.run(good, { ...common, id, process, output: () => {} }, never);
    t.true(result.kind === 'unknown' || (result.kind === 'exited' && result.code !== 0), process);
  }
});
