import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import { markedProcesses } from '../../../reconciler/engines/local/keeper/marked.ts';
import { createWorld } from '../../contracts/engine.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { keeperOf } from './keeper-of.ts';
import { openForTest } from './open-local-engine.ts';

test('kill -9 of the keeper: no orphan stays, and what was live is started again', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const shape = { processes: { web: { replicas: 2, size: 0.5 } } };
  await world.deploy(await world.desired({ shape }));
  const before = await world.pids();
  const old = markedProcesses((mark) => mark.includes(world.app.id));
  t.is(old.length, 2);
  const keeper = await keeperOf(subject.folder);
  process.kill(keeper, 'SIGKILL');
  await waitUntil('two new ones are healthy', async () => {
    const now = await world.pids();
    return now.length === 2 && now.every((one) => !before.includes(one));
  });
  t.not(await keeperOf(subject.folder), keeper);
  t.deepEqual(
    markedProcesses((mark) => mark.includes(world.app.id)).filter((pid) => old.includes(pid)),
    [],
  );
  await waitUntil('it answers', async () => (await subject.get(world.app, '/').catch(() => undefined))?.status === 200);
});

test('server and keeper are both gone, as after a reboot: what is applied is known, nothing runs, the next apply starts all', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const good = await world.desired({});
  await world.deploy(good);
  await subject.engine.shutdown();
  t.deepEqual(
    markedProcesses((mark) => mark.includes(world.app.id)),
    [],
  );

  const engine = subject.another();
  await engine.adopt();
  t.is((await engine.applied(world.app.id))?.commit, good.commit);
  t.deepEqual(await engine.replicas(world.app.id), []);
  t.deepEqual(await engine.diff(good), [{ kind: 'start', processType: 'web', replicas: 1 }]);
  const again = await createWorld(t, { ...subject, engine });
  t.is((await again.deploy(good)).kind, 'live');
  t.is((await subject.get(world.app, '/')).status, 200);
});

test('a run whose keeper was killed is never started again', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  const file = await world.scratchFile();
  const running = world.run({ id: 'lost', command: `node app.mjs once ${file.path}; exec sleep 1000` });
  await waitUntil('it has begun', () =>
    file
      .read()
      .catch(() => '')
      .then((text) => text === 'x'),
  );
  process.kill(await keeperOf(subject.folder), 'SIGKILL');
  t.is((await running).result.kind, 'unknown');
  t.is((await world.run({ id: 'lost', command: `node app.mjs once ${file.path}` })).result.kind, 'unknown');
  t.is(await file.read(), 'x');
});

test('a second keeper of a folder goes away by itself, and a garbled client is cut off', async (t) => {
  const subject = await openForTest(t);
  await subject.engine.adopt();
  const keeper = await keeperOf(subject.folder);
  for (const garbage of ['nonsense\n', '[]\n', '{"id":1,"call":"hello","version":1}\n\0\n', 'null\n']) {
    const socket = connect(join(subject.folder, 'keeper.sock'));
    await new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
      socket.resume();
      socket.write(garbage);
      if (garbage === '[]\n') socket.end();
    });
  }
  const { startKeeper } = await import('../../../reconciler/engines/local/start-keeper.ts');
  startKeeper({ folder: subject.folder, engine: '0'.repeat(16), ports: { from: 20_000, to: 20_999 }, node: subject.deps.node });
  const log = join(subject.folder, 'keeper.log');
  await waitUntil('the second one has left', async () => (await readFile(log, 'utf8')).includes('another keeper holds this folder'));
  t.is(await keeperOf(subject.folder), keeper);
  t.deepEqual(await subject.engine.replicas((await createWorld(t, subject)).app.id), []);
});

test('a data folder too deep for a socket address works', async (t) => {
  const subject = await openForTest(t, {}, `${'deep'.repeat(20)}/${'er'.repeat(40)}`);
  const world = await createWorld(t, subject);
  t.is(
    (
      await world.deploy(
        await world.desired({ processes: { worker: 'sleep 1000' }, shape: { processes: { worker: { replicas: 1, size: 1 } } } }),
      )
    ).kind,
    'live',
  );
  t.is((await subject.engine.replicas(world.app.id)).length, 1);
});
