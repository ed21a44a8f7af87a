import test, { type ExecutionContext } from 'ava';
import { createLog, type DeployId, Fault } from '../../../core/index.ts';
import type { Engine, ReconcilerDeps, RolloutOutcome, RunResult } from '../../../reconciler/index.ts';
import { ask, faultOf, setting } from '../../helpers/model/ask.ts';
import { failing, replacing } from '../../helpers/model/failing.ts';
import { openWorlds, startLife } from '../../helpers/model/open-worlds.ts';
import { rolling } from '../../helpers/model/rolling.ts';
import { app, type Life, type World } from '../../helpers/model/world.ts';
import { waitUntil } from '../../helpers/wait-until.ts';

const openWorld = openWorlds(test);
const away = new Fault('engine/away', 'The engine is away.');
const onEngine = (change: (engine: Engine) => Engine) => (deps: ReconcilerDeps) => ({ ...deps, engine: change(deps.engine) });
const mainOf = async (life: Life) => (await life.refs())['config heads/main'];

/** Nothing of a change is left: what ran before is accepted, applied, and runs. */
const checkOut = async (t: ExecutionContext<unknown>, world: World, life: Life, before: string | undefined): Promise<void> => {
  const refs = await life.refs();
  t.deepEqual([refs['config heads/main'], refs['config sluice/applied'], refs['config sluice/pending']], [before, before, undefined]);
  t.is(world.engine.intents.get(app.id)?.commit ?? before, before);
};

/** An engine whose rollouts, the first so many, end with `outcome` instead of their own. Undos among them. */
const ending = (engine: Engine, times: number, outcome: RolloutOutcome): Engine => {
  let left = times;
  return {
    ...engine,
    apply: async (desired, options) => {
      const rollout = await engine.apply(desired, options);
      return left-- > 0 ? { ...rollout, outcome: async () => outcome } : rollout;
    },
  };
};

const passing: readonly [title: string, change: (engine: Engine) => Engine][] = [
  ['can not be reached to make room for the app', (engine) => failing(engine, { on: 'ensure', times: 2, with: away })],
  ['can not be reached to prepare the slug', (engine) => failing(engine, { on: 'prepare', times: 2, with: away })],
  ['can not be reached to apply', (engine) => failing(engine, { on: 'apply', times: 2, with: away })],
  ['can not be reached to run the release process', (engine) => failing(engine, { on: 'run', times: 2, with: away })],
  ['breaks off while it is asked for the outcome', (engine) => ending(engine, 2, { kind: 'errored', reason: 'connection lost' })],
  ['fails in a way nobody foresaw', (engine) => failing(engine, { on: 'apply', times: 2, with: new TypeError('x is not a function') })],
];

for (const [title, change] of passing) {
  test(`an engine that ${title} holds a deploy up, and it goes live when the engine is back`, async (t) => {
    const { world, life } = await openWorld(onEngine(change));
    const before = await mainOf(life);
    const answer = await life.push('second');
    t.true(answer.ok);
    const refs = await life.refs();
    t.not(refs['config heads/main'], before);
    t.is(refs['config sluice/applied'], refs['config heads/main']);
    t.is(world.engine.intents.get(app.id)?.commit, refs['config heads/main']);
    t.is(refs['source heads/main'], world.commits.second);
    for (const count of world.engine.runs.values()) t.is(count, 1, 'the release process ran once');
  });
}

test('who waits is told that it is not decided yet', async (t) => {
  const { life } = await openWorld(onEngine((engine) => failing(engine, { on: 'apply', times: 2, with: away })));
  const { result, lines } = ask(life, setting('A', '2'));
  t.is((await result).kind, 'live');
  t.deepEqual(
    lines.filter((line) => line.startsWith('Not decided yet')),
    Array(2).fill('Not decided yet: The engine is away. Trying again.'),
  );
  t.regex(lines.at(-1) ?? '', /^Live: .* \(.*\bswitched \d+ ms\)$/);
});

const final: readonly [title: string, fault: Fault][] = [
  ['a slug that is gone', new Fault('slug/not-found', 'The slug is gone.')],
  ['a slug that is damaged', new Fault('slug/damaged', 'The slug is damaged.', { lastLines: ['bad checksum'] })],
];
for (const [title, fault] of final) {
  test(`${title} is a failure, not something to try again`, async (t) => {
    const { world, life } = await openWorld(onEngine((engine) => failing(engine, { on: 'prepare', with: fault })));
    const before = await mainOf(life);
    const { code, message, details } = await faultOf(ask(life, setting('A', '2')).result);
    t.deepEqual([code, message, details.lastLines], ['deploy/failed', fault.message, fault.details.lastLines ?? []]);
    await checkOut(t, world, life, before);
  });
}

const outcomes: readonly [title: string, outcome: RolloutOutcome, told: string][] = [
  [
    'a replica that exits',
    { kind: 'failed', processType: 'web', replica: 'web.1', reason: 'exited with 1', lastLines: ['boom'] },
    'web.1 exited with 1',
  ],
  [
    'no replica in particular',
    { kind: 'failed', processType: '', replica: '', reason: 'no port is free', lastLines: [] },
    'rollout no port is free',
  ],
  ['another rollout', { kind: 'superseded', by: 'other' as DeployId }, 'overtaken by deploy other'],
];
for (const [title, outcome, told] of outcomes) {
  test(`a rollout ended by ${title} fails, and is undone`, async (t) => {
    const { world, life } = await openWorld(onEngine((engine) => ending(engine, 1, outcome)));
    const before = await mainOf(life);
    const { code, message, details } = await faultOf(ask(life, setting('A', '2')).result);
    t.deepEqual([code, message], ['deploy/failed', told]);
    t.deepEqual(details.lastLines, outcome.kind === 'failed' ? outcome.lastLines : []);
    t.is(world.rows.get(details.data?.['deploy'] as DeployId)?.state, 'failed');
    await checkOut(t, world, life, before);
  });
}

const runs: readonly [result: RunResult, told: RegExp][] = [
  [{ kind: 'exited', code: 7, lastLines: ['no such table'] }, /^the release process exited with status 7$/],
  [{ kind: 'timed-out', lastLines: [] }, /^the release process was stopped after 10 s$/],
  [
    { kind: 'unknown', reason: 'the machine went down' },
    /interrupted and its outcome is unknown \(the machine went down\); it is not run twice$/,
  ],
];
for (const [result, told] of runs) {
  test(`a release process that ${result.kind} fails the push, and nothing of it was rolled out`, async (t) => {
    const { world, life } = await openWorld(onEngine((engine) => ({ ...engine, run: async () => result })));
    const before = await mainOf(life);
    const started = new Map(world.engine.starts);
    const answer = await life.push('second');
    t.regex(answer.ok ? '' : answer.reason, told);
    t.deepEqual(world.engine.starts, started, 'no replica was started');
    await checkOut(t, world, life, before);
  });
}

test('an engine that is away for the undo is waited for', async (t) => {
  const undoAway = (engine: Engine): Engine => {
    let left = 2;
    return replacing(engine, 'apply', (real) => async (...args) => {
      const [, { deploy }] = args as Parameters<Engine['apply']>;
      if (deploy.endsWith('u') && left-- > 0) throw away;
      return await real(...args);
    });
  };
  const { world, life } = await openWorld(onEngine(undoAway));
  const before = await mainOf(life);
  t.false((await life.push('exits')).ok);
  await checkOut(t, world, life, before);
});

test('a version before that does not come back is tried three times, and the change is out all the same', async (t) => {
  const bad: RolloutOutcome = { kind: 'failed', processType: 'web', replica: 'web.1', reason: 'exited with 1', lastLines: [] };
  const { world, life } = await openWorld(onEngine((engine) => ending(engine, 4, bad)));
  const before = await mainOf(life);
  const { result, lines } = ask(life, setting('A', '2'));
  t.is((await faultOf(result)).code, 'deploy/failed');
  t.is(lines.filter((line) => line === 'The version before did not come back: exited with 1').length, 3);
  await checkOut(t, world, life, before);
});

test('problems the engine sees beforehand refuse a change before anything is written', async (t) => {
  const { world, life } = await openWorld(onEngine((engine) => ({ ...engine, check: async () => ['There is no room.', 'Nor time.'] })));
  const before = await life.refs();
  const { code, message } = await faultOf(ask(life, setting('A', '2')).result);
  t.deepEqual([code, message], ['process/invalid', 'There is no room.\nNor time.']);
  t.deepEqual(await life.refs(), before);
  t.is([...world.rows.values()].filter(({ state }) => state !== 'live').length, 0);
});

test('a rollout that is not live by its deadline has failed', async (t) => {
  const running = setInterval(() => {}, 1_000); // a server's listeners keep it alive; the deadline's own timer does not
  t.teardown(() => clearInterval(running));
  const { world, life } = await openWorld((deps) => ({
    ...deps,
    engine: rolling(deps.engine).engine,
    limits: { ...deps.limits, deadlineMs: 1 },
  }));
  const before = await mainOf(life);
  const { code, message } = await faultOf(ask(life, setting('A', '2')).result);
  t.deepEqual([code, message], ['deploy/failed', 'rollout was not live within 0.001 s']);
  await checkOut(t, world, life, before);
});

test('past the deadline with the engine away the caller is told that it is undecided; its end is recorded later', async (t) => {
  let isAway = true;
  const { world, life } = await openWorld((deps) => ({
    ...deps,
    engine: replacing(deps.engine, 'apply', (real) => async (...args) => {
      if (isAway) throw away;
      return await real(...args);
    }),
    limits: { ...deps.limits, deadlineMs: 1, graceMs: 1 },
  }));
  const before = await mainOf(life);
  const { code, details } = await faultOf(ask(life, setting('A', '2')).result);
  const id = details.data?.['deploy'] as DeployId;
  t.is(code, 'deploy/undecided');
  t.is(world.rows.get(id)?.state, 'rolling');
  t.is((await life.reconciler.control.state(app)).pending?.id, id);
  t.is(await mainOf(life), before);
  isAway = false;
  await waitUntil('the deploy is live', () => world.rows.get(id)?.state === 'live');
  t.not(await mainOf(life), before);
});

test('a server that stops in the middle of a rollout tells who waits that it is undecided; the next one goes on', async (t) => {
  const logged: string[] = [];
  const reached = Promise.withResolvers<void>();
  const { world, life } = await openWorld((deps) => {
    const held = rolling(deps.engine);
    void held.reached.then(reached.resolve);
    return { ...deps, engine: held.engine, log: createLog((line) => void logged.push(line)) };
  });
  // A change that needs no release process: the model can't say how one of an earlier life ended.
  const told = faultOf(ask(life, { kind: 'scale', processes: { worker: { replicas: 2 } } }).result);
  await reached.promise;
  life.reconciler.stop();
  const { code, details } = await told;
  const id = details.data?.['deploy'] as DeployId;
  t.is(code, 'deploy/undecided');
  t.deepEqual(
    logged.filter((line) => line.includes('"error"')),
    [],
  );
  const next = await startLife(world);
  t.is(world.rows.get(id)?.state, 'live');
  t.is((await next.reconciler.control.state(app)).shape.processes['worker']?.replicas, 2);
});

test('an engine that is away at the start is waited for, in the background', async (t) => {
  const { world } = await openWorld();
  world.engine.intents.clear();
  world.engine.replicas.clear();
  const life = await startLife(
    world,
    onEngine((engine) => failing(engine, { on: 'apply', times: 2, with: away })),
  );
  t.is(world.engine.intents.get(app.id)?.commit, await mainOf(life));
  t.true((world.engine.replicas.get(app.id) ?? []).length > 0);
});
