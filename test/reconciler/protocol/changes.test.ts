import test from 'ava';
import type { Deploy, Fault, RefUpdate } from '../../../core/index.ts';
import { ask, faultOf, setting } from '../../helpers/model/ask.ts';
import { checkWorld } from '../../helpers/model/check-world.ts';
import { failing } from '../../helpers/model/failing.ts';
import { openWorlds, startLife } from '../../helpers/model/open-worlds.ts';
import { rolling } from '../../helpers/model/rolling.ts';
import { app, by, type Life } from '../../helpers/model/world.ts';
import { waitUntil } from '../../helpers/wait-until.ts';

const openWorld = openWorlds(test);
const environmentOf = (life: Life) => life.reconciler.control.environment(app);
const stateOf = (life: Life) => life.reconciler.control.state(app);

/** A world whose rollouts take until `finish`. */
const openHeld = async () => {
  const held = Promise.withResolvers<ReturnType<typeof rolling>>();
  const opened = await openWorld((deps) => {
    const engine = rolling(deps.engine);
    held.resolve(engine);
    return { ...deps, engine: engine.engine };
  });
  const { reached, finish } = await held.promise;
  return { ...opened, reached, finish };
};

test('changes that race all land, one after another', async (t) => {
  const { world, life } = await openWorld();
  const names = ['B', 'C', 'D', 'E'];
  const results = await Promise.all(names.map((name) => ask(life, setting(name, name)).result));
  t.deepEqual(results.map(({ kind, version }) => `${kind} ${version}`).sort(), ['live 3', 'live 4', 'live 5', 'live 6']);
  t.deepEqual(await environmentOf(life), { A: '1', B: 'B', C: 'C', D: 'D', E: 'E' });
  await checkWorld(t, world, life, 'after the race');
});

test('a change and a push that race both land', async (t) => {
  const { world, life } = await openWorld();
  const [pushed, changed] = await Promise.all([life.push('second'), ask(life, setting('B', '2')).result]);
  t.true(pushed.ok);
  t.is(changed.kind, 'live');
  const { source } = await stateOf(life);
  t.is(source, world.commits.second);
  t.is((await environmentOf(life))['B'], '2');
  await checkWorld(t, world, life, 'after the race');
});

test('what changes nothing says so, and leaves no deploy', async (t) => {
  const { world, life } = await openWorld();
  const before = [await life.refs(), new Map(world.rows)];
  t.deepEqual(await ask(life, setting('A', '1')).result, { kind: 'unchanged', version: 2 });
  t.deepEqual([await life.refs(), world.rows], before);
});

test('a restart with the same key is done once, with another key again', async (t) => {
  const { life } = await openWorld();
  const restart = async (idempotencyKey?: string) =>
    (await ask(life, { kind: 'restart' }, idempotencyKey === undefined ? {} : { idempotencyKey }).result).kind;
  t.deepEqual([await restart('one'), await restart('one'), await restart('two')], ['live', 'unchanged', 'live']);
  t.deepEqual([await restart(), await restart()], ['live', 'live']);
});

test('a restart with the same key is done once, even where the server died before it answered', async (t) => {
  const { world, life } = await openWorld();
  await ask(life, { kind: 'restart' }, { idempotencyKey: 'one' }).result;
  const next = await startLife(world);
  t.is((await ask(next, { kind: 'restart' }, { idempotencyKey: 'one' }).result).kind, 'unchanged');
});

test('what is set without a rollout is taken by the next restart', async (t) => {
  const { world, life } = await openWorld();
  const stamps = () => (world.engine.replicas.get(app.id) ?? []).map(({ stamp }) => stamp);
  const before = stamps();
  const accepted = await ask(life, setting('A', 'new'), { rollOut: false }).result;
  t.like(accepted, { kind: 'accepted', version: 3 });
  t.deepEqual(stamps(), before, 'nothing was restarted');
  t.like(await stateOf(life), { version: 3, appliedVersion: 2 });
  t.is((await environmentOf(life))['A'], 'new');
  t.is((await ask(life, { kind: 'restart' }).result).kind, 'live');
  t.is((await stateOf(life)).appliedVersion, 3);
  t.notDeepEqual(stamps(), before);
  await checkWorld(t, world, life, 'after the restart');
});

test('a server that starts over what was not rolled out leaves it so', async (t) => {
  const { world, life } = await openWorld();
  await ask(life, setting('A', 'new'), { rollOut: false }).result;
  const next = await startLife(world);
  t.like(await stateOf(next), { version: 3, appliedVersion: 2 });
});

test('a rollback cancels the rollout in progress, waits for its undo, and goes before all who wait', async (t) => {
  const { world, life, reached, finish } = await openHeld();
  const order: string[] = [];
  const ends = (name: string, asked: ReturnType<typeof ask>) =>
    asked.result.then(
      ({ kind }) => void order.push(`${name} ${kind}`),
      (error: Fault) => void order.push(`${name} ${error.code}`),
    );
  const all = [ends('rolls', ask(life, setting('B', '1')))];
  await reached;
  const waits = ask(life, setting('C', '1'));
  all.push(ends('waits', waits));
  await waitUntil('the second waits', () => waits.lines.some((line) => line.startsWith('Waiting for env by')));
  all.push(ends('rollback', ask(life, { kind: 'rollback' })));
  await waitUntil('the first is cancelled', () => order.length > 0);
  finish();
  await Promise.all(all);
  t.deepEqual(order, ['rolls deploy/cancelled', 'rollback live', 'waits live']);
  t.deepEqual(await environmentOf(life), { C: '1' }, 'A is gone with the rollback, B was never there');
  await checkWorld(t, world, life, 'after the rollback');
});

test('a rollback that is not possible cancels nothing', async (t) => {
  const { life, reached, finish } = await openHeld();
  const rolls = ask(life, setting('B', '1'));
  await reached;
  for (const version of [0, -1, 3, 99]) {
    const { code, details } = await faultOf(ask(life, { kind: 'rollback', version }).result);
    t.is(code, 'release/not-found', String(version));
    t.regex(details.hint ?? '', /The newest is v2/);
  }
  finish();
  t.is((await rolls.result).kind, 'live');
});

test('a rollback to a release whose slug is gone says which source to push', async (t) => {
  const { world, life } = await openWorld((deps) => ({ ...deps, slugs: { ...deps.slugs, has: async () => false } }));
  const { code, details } = await faultOf(ask(life, { kind: 'rollback', version: 1 }).result);
  t.is(code, 'slug/not-found');
  t.true(details.hint?.includes(world.commits.first));
});

test('a rollback ends the rollback before it', async (t) => {
  const { life, reached, finish } = await openHeld();
  const told = faultOf(ask(life, { kind: 'rollback', version: 1 }).result);
  await reached;
  const second = ask(life, { kind: 'rollback', version: 1 });
  t.is((await told).code, 'deploy/cancelled');
  finish();
  t.is((await second.result).kind, 'live');
  t.deepEqual(await environmentOf(life), {});
});

test('a database that fails holds up no change, and leaves nothing open', async (t) => {
  const broken = new Error('disk I/O error');
  const { world, life } = await openWorld((deps) => ({
    ...deps,
    records: failing(failing(deps.records, { on: 'saveDeploy', with: broken }), { on: 'append', with: broken }),
  }));
  t.true((await life.push('second')).ok);
  t.is((await ask(life, setting('A', '2')).result).kind, 'live');
  t.false((await life.push('exits')).ok);
  await startLife(world);
  await checkWorld(t, world, life, 'after the failures');
});

test('a client that leaves before the journal changes nothing; one that leaves after it changes all', async (t) => {
  const leave = async (on: 'make' | 'prepare') => {
    const leaving = new AbortController();
    const { life } = await openWorld((deps) => {
      const aborting = <Target extends object>(target: Target, name: keyof Target & string): Target =>
        new Proxy(target, {
          get: (object, key) => {
            if (key === name) leaving.abort();
            return Reflect.get(object, key);
          },
        });
      return on === 'make'
        ? { ...deps, repositories: aborting(deps.repositories, 'make') }
        : { ...deps, engine: aborting(deps.engine, 'prepare') };
    });
    const answer = await ask(life, setting('A', 'left'), { signal: leaving.signal }).result.catch(({ code }: Fault) => code);
    return [typeof answer === 'string' ? answer : answer.kind, (await environmentOf(life))['A']];
  };
  t.deepEqual(await leave('make'), ['deploy/cancelled', '1']);
  t.deepEqual(await leave('prepare'), ['live', 'left']);
});

test('destroying an app cancels what rolls and what waits, and leaves nothing', async (t) => {
  const { world, life, reached } = await openHeld();
  const told = [faultOf(ask(life, setting('B', '1')).result)];
  await reached;
  const waits = ask(life, setting('C', '1'));
  told.push(faultOf(waits.result));
  await waitUntil('the second waits', () => waits.lines.length > 0);
  await life.reconciler.control.destroy(app, by);
  t.deepEqual(
    (await Promise.all(told)).map(({ code }) => code),
    ['deploy/cancelled', 'deploy/cancelled'],
  );
  t.is(world.engine.intents.get(app.id), undefined);
  await t.throwsAsync(life.refs());
});

test('releases are told newest first, and none is told of a change that failed', async (t) => {
  const { life } = await openWorld();
  await life.push('exits');
  await ask(life, setting('A', '2')).result;
  const releases = await life.reconciler.control.releases(app, 10);
  t.deepEqual(
    releases.map(({ version }) => version),
    [3, 2, 1],
  );
  t.is((await life.reconciler.control.releases(app, 1)).length, 1);
});

test('a move that git refuses, once, ends a change that is not rolled out with a conflict', async (t) => {
  let left = 1;
  const { life } = await openWorld((deps) => ({
    ...deps,
    repositories: {
      ...deps.repositories,
      move: async (id, updates: readonly RefUpdate[]) =>
        updates.some(({ repository, ref }) => repository === 'config' && ref === 'refs/heads/main') && left-- > 0
          ? false
          : await deps.repositories.move(id, updates),
    },
  }));
  t.is((await faultOf(ask(life, setting('A', '2'), { rollOut: false }).result)).code, 'deploy/conflict');
  t.is((await ask(life, setting('A', '2'), { rollOut: false }).result).kind, 'accepted');
});

test('a row tells who asked for a change, and of which kind it was', async (t) => {
  const { world, life } = await openWorld();
  const before = new Set(world.rows.keys());
  await ask(life, { kind: 'scale', processes: { worker: { replicas: 2 } } }).result;
  const [row] = [...world.rows.values()].filter(({ id }) => !before.has(id)) as [Deploy];
  t.like(row, { kind: 'scale', state: 'live', app: app.id, by });
  t.true((row.finishedAt ?? 0) >= row.createdAt);
});
