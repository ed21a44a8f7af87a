import test from 'ava';
import { type AppId, type AppName, type Deploy, type DeployId, Fault, type Oid, type RefUpdate } from '../../../core/index.ts';
import type { ReconcilerDeps } from '../../../reconciler/index.ts';
import { ask, faultOf, setting } from '../../helpers/model/ask.ts';
import { failing, replacing } from '../../helpers/model/failing.ts';
import { holding } from '../../helpers/model/holding.ts';
import { openWorlds, startLife } from '../../helpers/model/open-worlds.ts';
import { rolling } from '../../helpers/model/rolling.ts';
import { app, by, type Life, openLife, toPush, type World } from '../../helpers/model/world.ts';

const openWorld = openWorlds(test);
const never = new AbortController().signal;
const cancel = (life: Life, id: DeployId) => life.reconciler.control.cancel(app, id, by);
const mainOf = async (life: Life) => (await life.refs())['config heads/main'];
const rowOf = (world: World, state: Deploy['state']): Deploy => {
  const row = [...world.rows.values()].find((deploy) => deploy.state === state);
  if (row === undefined) throw new Error(`no row is ${state}`);
  return row;
};
const setsPending = (_app: never, updates: readonly RefUpdate[]): boolean =>
  updates.some(({ ref, to }) => ref === 'refs/sluice/pending' && to !== undefined);

/** Tells when somebody has looked at the refs, and gone on with what it saw. */
const createLooks = () => {
  let looked = () => {};
  return {
    next: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      looked = resolve;
      return promise;
    },
    watch: (deps: ReconcilerDeps): ReconcilerDeps => ({
      ...deps,
      repositories: replacing(deps.repositories, 'refs', (real) => async (...args) => {
        const refs = await real(...args);
        setImmediate(looked);
        return refs;
      }),
    }),
  };
};

/** A world with a change that rolls, and that the engine will never end by itself. */
const openRolling = async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let finish = () => {};
  const { world, life } = await openWorld((deps) => {
    const held = rolling(deps.engine);
    void held.reached.then(resolve);
    finish = held.finish;
    return { ...deps, engine: held.engine };
  });
  const before = await mainOf(life);
  const asked = ask(life, setting('A', '2'));
  await promise;
  const id = (await life.reconciler.control.state(app)).pending?.id as DeployId;
  return { world, life, before, asked, id, finish };
};

test('a deploy that rolls is cancelled: who waits is told by whom, and what ran before runs', async (t) => {
  const { world, life, before, asked, id } = await openRolling();
  const told = faultOf(asked.result);
  await cancel(life, id);
  const { code, message, details } = await told;
  t.deepEqual([code, message, details.data], ['deploy/cancelled', `Cancelled by ${by.email}.`, { deploy: id }]);
  const refs = await life.refs();
  t.deepEqual([refs['config heads/main'], refs['config sluice/applied'], refs['config sluice/pending']], [before, before, undefined]);
  t.truthy(refs[`config sluice/failed/${id}`]);
  t.like(world.rows.get(id), { state: 'cancelled', reason: message });
  t.is((await life.reconciler.control.environment(app))['A'], '1');
  t.is(world.engine.intents.get(app.id)?.commit, before);
});

test('a cancel is acknowledged when its verdict is durable: a server that dies right then undoes at its next start', async (t) => {
  const { world, life, before, asked, id } = await openRolling();
  void asked.result.catch(() => {});
  await cancel(life, id);
  life.reconciler.stop();
  const next = await startLife(world);
  t.is(await mainOf(next), before);
  t.is(world.rows.get(id)?.state, 'cancelled');
});

test('two cancels at once are both acknowledged', async (t) => {
  const { life, asked, id } = await openRolling();
  const told = faultOf(asked.result);
  await Promise.all([cancel(life, id), cancel(life, id)]);
  t.is((await told).code, 'deploy/cancelled');
});

test('a push that waits for its turn is cancelled, and the one before it goes on', async (t) => {
  const { world, life, before, asked, finish } = await openRolling();
  const push = toPush(world.commits.second, world.commits.first, {});
  const lines: string[] = [];
  await life.reconciler.receive.gate(push, () => {}, never);
  const waits = Promise.withResolvers<void>();
  const landing = life.reconciler.receive.land(push, push.commands, (line) => waits.resolve(void lines.push(line)), never);
  await waits.promise;
  t.regex(
    lines[0] ?? '',
    /^Waiting for env by dev@sluice\.example \(deploy \w{12}, since \d+ s\); to cancel it: sluice deploys:cancel \w{12} -a shop$/,
  );
  const { id } = rowOf(world, 'building');
  await cancel(life, id);
  t.like((await landing)[0], { ok: false, reason: 'Cancelled while it waited for its turn; nothing was changed' });
  life.reconciler.receive.end(push);
  finish();
  t.is((await asked.result).kind, 'live');
  t.not(await mainOf(life), before);
  t.is(world.rows.get(id)?.state, 'cancelled');
});

test('a push that is being built is cancelled, and its build ends', async (t) => {
  const building = Promise.withResolvers<void>();
  let ended = false;
  const { world, life } = await openWorld((deps) => ({
    ...deps,
    build: (_request, _output, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          ended = true;
          reject(signal.reason);
        });
        building.resolve();
      }),
  }));
  const pushed = faultOf(life.push('second'));
  await building.promise;
  const { id } = rowOf(world, 'building');
  await cancel(life, id);
  t.true(ended);
  t.is((await pushed).code, 'deploy/cancelled');
  t.is(world.rows.get(id)?.state, 'cancelled');
});

test('a push cancelled between its two hooks does not go live', async (t) => {
  const looks = createLooks();
  const { world, life } = await openWorld(looks.watch);
  const before = await mainOf(life);
  const push = toPush(world.commits.second, world.commits.first, {});
  await life.reconciler.receive.gate(push, () => {}, never);
  const { id } = rowOf(world, 'building');
  const looked = looks.next();
  const cancelling = cancel(life, id);
  await looked;
  const [answer] = await life.reconciler.receive.land(push, push.commands, () => {}, never);
  life.reconciler.receive.end(push);
  await cancelling;
  t.false(answer?.ok);
  t.is(await mainOf(life), before);
  t.is(world.rows.get(id)?.state, 'cancelled');
});

for (const side of ['before', 'after'] as const) {
  test(`a cancel that comes ${side} the journal is written, in that very moment, holds`, async (t) => {
    const held = Promise.withResolvers<ReturnType<typeof holding>>();
    const looks = createLooks();
    const { world, life } = await openWorld((deps) => {
      const moves = holding(deps.repositories, { on: 'move', side, when: setsPending });
      held.resolve(moves as never);
      return looks.watch({ ...deps, repositories: moves.target, engine: rolling(deps.engine).engine });
    });
    const before = await mainOf(life);
    const { reached, release } = await held.promise;
    const push = toPush(world.commits.second, world.commits.first, {});
    await life.reconciler.receive.gate(push, () => {}, never);
    const landing = life.reconciler.receive.land(push, push.commands, () => {}, never);
    await reached;
    const { id } = rowOf(world, 'building');
    const looked = looks.next();
    const cancelling = cancel(life, id);
    await looked;
    release();
    await cancelling;
    const [answer] = await landing;
    life.reconciler.receive.end(push);
    t.false(answer?.ok);
    t.is(await mainOf(life), before);
    t.is(world.rows.get(id)?.state, 'cancelled');
  });
}

test('a cancel that comes after the commit point is told that it is over, though rows are still being written', async (t) => {
  const held = Promise.withResolvers<ReturnType<typeof holding>>();
  const { life } = await openWorld((deps) => {
    const records = holding(deps.records, { on: 'saveDeploy', side: 'before', when: ({ state }: Deploy) => state === 'live' });
    held.resolve(records as never);
    return { ...deps, records: records.target };
  });
  const { reached, release } = await held.promise;
  const { result } = ask(life, setting('A', '2'));
  await reached;
  const { message } = await life.repositories.message(app.id, (await mainOf(life)) as Oid);
  const id = /Sluice-Deploy: (\w+)/.exec(message)?.[1] as DeployId;
  const cancelling = faultOf(cancel(life, id));
  await life.refs();
  release();
  t.is((await cancelling).code, 'deploy/over');
  t.is((await result).kind, 'live');
});

test('a cancel between the halves of a commit point, in recovery, is told that it is over', async (t) => {
  const { world, life, asked, id } = await openRolling();
  void asked.result.catch(() => {});
  const commit = (await life.reconciler.control.state(app)).pending?.commit as Oid;
  life.reconciler.stop();
  await life.repositories.move(app.id, [{ repository: 'config', ref: 'refs/heads/main', to: commit }]);
  const held = Promise.withResolvers<ReturnType<typeof holding>>();
  const next = await openLife(world, undefined, (deps) => {
    const setsApplied = (_app: never, updates: readonly RefUpdate[]) => updates.some(({ ref }) => ref === 'refs/sluice/applied');
    const moves = holding(deps.repositories, { on: 'move', side: 'before', when: setsApplied });
    held.resolve(moves as never);
    return { ...deps, repositories: moves.target };
  });
  const { reached, release } = await held.promise;
  const { recovered } = await next.reconciler.start();
  await reached;
  t.is((await faultOf(cancel(next, id))).code, 'deploy/over');
  release();
  await recovered;
  const refs = await next.refs();
  t.deepEqual([refs['config heads/main'], refs['config sluice/applied'], refs['config sluice/pending']], [commit, commit, undefined]);
  t.is(world.rows.get(id)?.state, 'live');
});

test('a cancel ends a deploy whose engine is away, without waiting for the next try', async (t) => {
  t.timeout(30_000);
  const away = new Fault('engine/away', 'The engine is away.');
  const { life } = await openWorld((deps) => ({
    ...deps,
    engine: failing(deps.engine, { on: 'apply', times: 1, with: away }),
    limits: { ...deps.limits, retryMs: 3_600_000 },
  }));
  const { result } = ask(life, setting('A', '2'));
  const told = faultOf(result);
  let pending: Deploy | undefined;
  while (pending === undefined) pending = (await life.reconciler.control.state(app)).pending;
  await cancel(life, pending.id);
  t.is((await told).code, 'deploy/cancelled');
});

test('what has ended, whatever way and however long ago, can not be cancelled any more', async (t) => {
  const { world, life } = await openWorld();
  await faultOf(life.push('exits').then((answer) => (answer.ok ? answer : Promise.reject(new Fault('deploy/failed', answer.reason)))));
  const live = await ask(life, setting('A', '2')).result;
  if (live.kind !== 'live') throw new Error(live.kind);
  const ids = [live.deploy, rowOf(world, 'failed').id, rowOf(world, 'live').id];
  for (const one of [life, await startLife(world)]) {
    for (const id of ids) t.is((await faultOf(cancel(one, id))).code, 'deploy/over', id);
  }
});

test('a deploy that was cancelled can not be cancelled again once it is over', async (t) => {
  const { life, asked, id } = await openRolling();
  const told = faultOf(asked.result);
  await cancel(life, id);
  await told;
  t.is((await faultOf(cancel(life, id))).code, 'deploy/over');
});

test('a deploy nobody knows is not found', async (t) => {
  const { life } = await openWorld();
  for (const id of ['zzzzzzzzzzzz', 'live', '../../heads/main', '']) {
    const { code, message, details } = await faultOf(cancel(life, id as DeployId));
    t.is(code, 'deploy/not-found');
    t.true(message.includes('shop') && details.hint !== undefined);
  }
});

test('a deploy of another app is not found, and goes on', async (t) => {
  const { life, asked, id, finish } = await openRolling();
  const other = { id: 'a000000000002' as AppId, name: 'other' as AppName };
  await life.reconciler.control.create(other, by);
  t.is((await faultOf(life.reconciler.control.cancel(other, id, by))).code, 'deploy/not-found');
  finish();
  t.is((await asked.result).kind, 'live');
});
