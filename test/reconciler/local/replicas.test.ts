import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { randomWord } from '../../../core/index.ts';
import { markedProcesses } from '../../../reconciler/engines/local/keeper/marked.ts';
import { createWorld } from '../../contracts/engine.ts';
import { waitUntil } from '../../helpers/wait-until.ts';
import { openForTest, shareLocalEngine } from './open-local-engine.ts';

const never = new AbortController().signal;
const shared = shareLocalEngine(test);
const processesOf = (text: string) => markedProcesses((mark) => mark.includes(text));

test('no request fails while deploys go on under load', async (t) => {
  const world = await createWorld(t, shared());
  await world.deploy(await world.desired({}));
  let stop = false;
  const statuses = new Map<string, number>();
  const load = Array.from({ length: 4 }, async () => {
    while (!stop) {
      const what = await world.get('/').then(
        ({ status }) => String(status),
        (error) => String(error),
      );
      statuses.set(what, (statuses.get(what) ?? 0) + 1);
    }
  });
  for (let version = 2; version < 6; version += 1) {
    t.is((await world.deploy(await world.desired({ version, environment: { MARK: String(version) } }))).kind, 'live');
  }
  stop = true;
  await Promise.all(load);
  t.deepEqual([...statuses.keys()], ['200']);
  t.true((statuses.get('200') ?? 0) > 20);
});

test('a request that was under way when its replica was replaced is answered by it', async (t) => {
  const world = await createWorld(t, shared());
  await world.deploy(await world.desired({ environment: { MARK: 'old' } }));
  const slow = world.get('/slow');
  await waitUntil('the old replica has the request', async () => {
    for await (const { text } of world.engine.logs(world.app.id, { follow: false }, never)) if (text === 'asked for /slow') return true;
    return false;
  });
  const next = world.deploy(await world.desired({ environment: { MARK: 'new' } }));
  t.is(JSON.parse((await slow).body).mark, 'old');
  t.is((await next).kind, 'live');
  t.is(JSON.parse((await world.get('/')).body).mark, 'new');
});

test('what ignores SIGTERM, and what left its group, is killed all the same', async (t) => {
  const { engine } = shared();
  const world = await createWorld(t, shared());
  const shape = { processes: { worker: { replicas: 1, size: 0.5 } } };
  const processes = { worker: 'setsid sleep 1000 & setsid setsid sleep 1001 & exec node app.mjs stubborn' };
  t.is((await world.deploy(await world.desired({ processes, shape }))).kind, 'live');
  t.true(processesOf(world.app.id).length >= 3);
  const { release: _, ...nothing } = await world.desired({});
  t.is((await world.deploy(nothing)).kind, 'live');
  await waitUntil('all are gone', async () => processesOf(world.app.id).length === 0 && (await engine.replicas(world.app.id)).length === 0);
});

test('attack: a secret stands in no file of the engine and in no command line', async (t) => {
  const subject = await openForTest(t);
  const { folder, engine } = subject;
  const world = await createWorld(t, subject);
  const secret = `s3cret${randomWord(20)}`;
  await world.deploy(await world.desired({ environment: { MARK: secret } }));
  await world.deploy(await world.desired({ environment: { MARK: secret }, processes: { web: 'exit 1' } }));
  const wish = await world.desired({ environment: { MARK: secret } });
  await engine.run(wish, { id: 'r', process: 'release', command: 'true', timeLimitMs: 10_000, output: () => {} }, never);
  t.is(JSON.parse((await world.get('/')).body).mark, secret);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) t.false((await readFile(join(entry.parentPath, entry.name), 'latin1')).includes(secret), entry.name);
  }
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    t.false((await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')).includes(secret), pid);
  }
});

test('a replica’s environment holds what it is told and nothing of the server’s or the keeper’s', async (t) => {
  const world = await createWorld(t, shared());
  await world.deploy(await world.desired({}));
  const { PORT, TMPDIR, HOME, ...rest } = JSON.parse((await world.get('/env')).body);
  t.truthy(PORT && TMPDIR && HOME);
  const known = ['DYNO', 'LANG', 'PATH', 'PWD', 'SHLVL', 'SLUICE_APP', 'SLUICE_PROCESS', 'SLUICE_RELEASE', 'SLUICE_REPLICA', '_', 'OLDPWD'];
  t.deepEqual(
    Object.keys(rest).filter((name) => !known.includes(name)),
    [],
  );
});

test('each run of a replica is told as one start and one end', async (t) => {
  const { engine, events } = shared();
  const world = await createWorld(t, shared());
  await world.deploy(await world.desired({}));
  await world.get('/exit').catch(() => {});
  await waitUntil('it runs again', async () => (await engine.replicas(world.app.id))[0]?.restarts === 1);
  const { release: _, ...nothing } = await world.desired({});
  await world.deploy(nothing);
  await waitUntil('it is gone', async () => (await engine.replicas(world.app.id)).length === 0);
  const own = events.filter(({ app }) => app === world.app.id);
  t.deepEqual(
    own.map(({ kind }) => kind),
    ['replica-started', 'replica-crashed', 'replica-started', 'replica-stopped'],
  );
  t.like(own[1]?.data, { process: 'web.1', type: 'web', size: 0.5, version: 1 });
  t.regex(String(own[1]?.data?.['reason']), /^exited with status 7/);
});

test('an environment too large for the system fails the deploy and says so', async (t) => {
  const world = await createWorld(t, shared());
  const outcome = await world.deploy(await world.desired({ environment: { MARK: 'x'.repeat(130 * 1024) } }));
  t.like(outcome, { kind: 'failed', reason: 'could not be started (its environment is too large)' });
});

test('after destroy no file of the app is left, though requests came until the end', async (t) => {
  const subject = await openForTest(t);
  const world = await createWorld(t, subject);
  await world.deploy(await world.desired({}));
  const { run, app } = world;
  await run({ id: 'r1', command: 'true' });
  let over = false;
  const asking = (async () => {
    while (!over) await world.get('/').catch(() => {});
  })();
  await subject.engine.destroy(app);
  over = true;
  await asking;
  t.deepEqual(
    (await readdir(subject.folder, { recursive: true })).filter((name) => name.includes(app.id)),
    [],
  );
  t.deepEqual(await readdir(subject.deps.treesFolder), []);
  t.deepEqual(await readdir(join(subject.folder, 'scratch')), []);
});

test('two platforms of one machine never give out the same port', async (t) => {
  const other = await openForTest(t);
  const shape = { processes: { web: { replicas: 3, size: 0.5 } } };
  const ports = async (subject: typeof other) => {
    const world = await createWorld(t, subject);
    t.is((await world.deploy(await world.desired({ shape }))).kind, 'live');
    return (await subject.router.routes()).find(({ app }) => app === world.app.id)?.backends.map(({ port }) => port) ?? [];
  };
  const all = (await Promise.all([ports(other), ports(shared())])).flat();
  t.is(new Set(all).size, 6);
  t.true(all.every((port) => port >= 20_000 && port <= 29_999));
});

test('a listener of somebody else on PORT is not taken for the replica', async (t) => {
  const world = await createWorld(t, shared());
  // The process that listens has neither the session nor the parent of the replica: it is another app's.
  const thief = await createWorld(t, shared());
  const file = await world.scratchFile();
  const wish = await world.desired({
    processes: { web: `echo $PORT > ${file.path}; exec sleep 1000` },
    shape: { processes: {}, health: { timeoutSeconds: 4 } },
  });
  const deploy = world.deploy(wish);
  await waitUntil('the port is known', () =>
    file
      .read()
      .catch(() => '')
      .then((text) => text.endsWith('\n')),
  );
  const steal = `PORT=${(await file.read()).trim()} exec node app.mjs serve`;
  const shape = { processes: { web: { replicas: 0, size: 0.5 }, thief: { replicas: 1, size: 0.5 } } };
  t.is((await thief.deploy(await thief.desired({ processes: { thief: steal }, shape }))).kind, 'live');
  t.regex(JSON.stringify(await deploy), /found PORT \d+ taken by another program/);
});
