import type { ExecutionContext, TestFn } from 'ava';
import type { DeployId, Desired } from '../../core/index.ts';
import type { Engine } from '../../reconciler/index.ts';

/** What the protocol relies on in an engine: the part of the engine's contract that the model engine of the crash tests must keep too. */
export type ProtocolSubject = {
  readonly name: string;
  readonly open: (t: ExecutionContext<unknown>) => Promise<{
    readonly engine: Engine;
    /** A desired state whose `web` becomes healthy, or exits at once. `marker` makes it another version. */
    readonly desired: (marker: string, kind: 'good' | 'exits') => Promise<Desired>;
    /** The same engine after its server died. */
    readonly reopen: () => Promise<Engine>;
  }>;
};

const never = new AbortController().signal;
const id = (text: string) => text as DeployId;

export const testEngineForProtocol = (test: TestFn<unknown>, subject: ProtocolSubject): void => {
  const title = (text: string) => `${subject.name}: ${text}`;
  const deploy = async (engine: Engine, desired: Desired, name: string) => {
    await engine.ensure(desired.app);
    await engine.prepare(desired, never);
    return await (await engine.apply(desired, { deploy: id(name), mode: 'roll' })).outcome(never);
  };
  const running = async (engine: Engine, desired: Desired) =>
    (await engine.replicas(desired.app.id))
      .filter(({ state }) => state === 'healthy')
      .map(({ stamp, startedAt }) => `${stamp} ${startedAt}`);

  test(title('a version that becomes healthy is live, and what is applied is known'), async (t) => {
    const { engine, desired } = await subject.open(t);
    const good = await desired('a', 'good');
    t.is((await deploy(engine, good, 'dep1')).kind, 'live');
    t.deepEqual(await engine.applied(good.app.id), { deploy: id('dep1'), commit: good.commit });
    t.is((await running(engine, good)).length, 1);
    t.deepEqual(await engine.diff(good), []);
  });

  test(title('a version that exits fails, and the replicas of the one before are not touched'), async (t) => {
    const { engine, desired } = await subject.open(t);
    const good = await desired('a', 'good');
    await deploy(engine, good, 'dep1');
    const before = await running(engine, good);
    t.is((await deploy(engine, await desired('b', 'exits'), 'dep2')).kind, 'failed');
    t.is((await deploy(engine, good, 'dep2u')).kind, 'live');
    t.deepEqual(await running(engine, good), before);
  });

  test(title('the same deploy id is the same rollout, also after the server died'), async (t) => {
    const { engine, desired, reopen } = await subject.open(t);
    const bad = await desired('a', 'exits');
    t.is((await deploy(engine, bad, 'dep1')).kind, 'failed');
    const again = await reopen();
    t.is((await deploy(again, bad, 'dep1')).kind, 'failed');
  });

  test(title('equal stamps restart nothing under another deploy id'), async (t) => {
    const { engine, desired } = await subject.open(t);
    const good = await desired('a', 'good');
    await deploy(engine, good, 'dep1');
    const before = await running(engine, good);
    t.is((await deploy(engine, good, 'dep2')).kind, 'live');
    t.deepEqual(await running(engine, good), before);
  });

  test(title('without a release everything stops'), async (t) => {
    const { engine, desired } = await subject.open(t);
    const good = await desired('a', 'good');
    await deploy(engine, good, 'dep1');
    const { release: _, ...nothing } = good;
    t.is((await deploy(engine, nothing, 'dep2')).kind, 'live');
    t.deepEqual(await running(engine, good), []);
  });

  test(title('a one-off process starts at most once per id'), async (t) => {
    const { engine, desired, reopen } = await subject.open(t);
    const good = await desired('a', 'good');
    await engine.ensure(good.app);
    await engine.prepare(good, never);
    const options = { id: 'run1', process: 'release', command: 'echo once', timeLimitMs: 10_000, output: () => {} };
    const first = await engine.run(good, options, never);
    t.is(first.kind === 'exited' && first.code, 0);
    const again = await reopen();
    const second = await again.run(good, options, never);
    t.true(second.kind === 'unknown' || (second.kind === 'exited' && second.code === 0));
  });
};
