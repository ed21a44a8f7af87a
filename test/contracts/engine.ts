import type { ExecutionContext, TestFn } from 'ava';
import type { App, AppName, DeployId, Desired, Environment, LogLine, Oid, Shape, SlugDigest } from '../../core/index.ts';
import { newAppId, newDeployId, randomWord } from '../../core/index.ts';
import type { Engine, Observation, RolloutOutcome } from '../../reconciler/index.ts';
import { waitUntil } from '../helpers/wait-until.ts';
import { contractApp } from './engine-programs.ts';

/** An engine to try, its slugs, and a way in. One may be shared by all tests: each makes apps of its own. */
export type EngineSubject = {
  readonly name: string;
  readonly open: (t: ExecutionContext<unknown>) => Promise<OpenEngine>;
  /** Titles this engine can't pass, with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
};

export type OpenEngine = {
  readonly engine: Engine;
  /** True: the engine and all it runs end with the test. Else each test destroys its app. */
  readonly disposable?: boolean;
  /** Stores a slug of these files (path to content) and names it. */
  readonly slug: (files: Readonly<Record<string, string>>) => Promise<{ readonly digest: SlugDigest; readonly sizeBytes: number }>;
  /** GET as a browser would, by the app's host name. Rejects when nothing answers. */
  readonly get: (app: App, path: string) => Promise<{ readonly status: number; readonly body: string }>;
  /** A fresh file that a run may append to, as the run sees it, and how to read it. */
  readonly scratchFile: () => Promise<{ readonly path: string; readonly read: () => Promise<string> }>;
};

const never = new AbortController().signal;

type Wish = {
  readonly version?: number;
  readonly processes?: Readonly<Record<string, string>>;
  readonly shape?: Shape;
  readonly environment?: Environment;
};

export const testEngine = (test: TestFn<unknown>, subject: EngineSubject): void => {
  const contract = (title: string, body: (t: ExecutionContext<unknown>, world: World) => Promise<void>): void => {
    const reason = subject.skip?.[title];
    if (reason !== undefined) test.skip(`${subject.name}: ${title} (${reason})`, (t) => t.pass());
    else test(`${subject.name}: ${title}`, async (t) => body(t, await createWorld(t, await subject.open(t))));
  };

  contract('a version that becomes healthy is live, answers, and is told its place', async (t, { engine, app, deploy, get, desired }) => {
    const good = await desired({ environment: { MARK: 'first', DYNO: 'mine' } });
    t.deepEqual(await engine.check(good), []);
    t.is((await deploy(good)).kind, 'live');
    const { status, body } = await get('/env');
    t.is(status, 200);
    const env = JSON.parse(body);
    t.like(env, { MARK: 'first', SLUICE_APP: app.name, SLUICE_PROCESS: 'web.1', SLUICE_RELEASE: 'v1', DYNO: 'mine' });
    t.regex(env.PORT, /^\d+$/);
    t.is((await engine.applied(app.id))?.commit, good.commit);
    t.like((await engine.replicas(app.id))[0], { name: 'web.1', processType: 'web', version: 1, state: 'healthy', restarts: 0 });
    t.true((await engine.addresses(app)).length >= 1);
  });

  contract('what exits fails at once, with how it ended and its last lines, and the old version is untouched', async (t, world) => {
    const { engine, app, deploy, desired, pids } = world;
    const good = await desired({});
    await deploy(good);
    const before = await pids();
    const begin = Date.now();
    const outcome = await deploy(await desired({ version: 2, processes: { web: 'node app.mjs exit 3' } }));
    t.true(Date.now() - begin < 20_000);
    t.like(outcome, { kind: 'failed', processType: 'web', replica: 'web.1', exit: 'exited with status 3' });
    t.regex(failed(outcome).reason, /^exited with status 3 after \d+\.\d s$/);
    t.true(failed(outcome).lastLines.includes('begin exit web.1'));
    t.deepEqual(await pids(), before);
    t.is((await deploy(good)).kind, 'live');
    t.deepEqual(await pids(), before);
    await waitUntil('the failed replica is gone', async () => (await engine.replicas(app.id)).length === 1);
  });

  contract('what never listens fails when its time is over, and says on which port it was expected', async (t, { deploy, desired }) => {
    const outcome = await deploy(await desired({ processes: { web: 'node app.mjs stay' }, shape: withHealth({ timeoutSeconds: 1 }) }));
    t.regex(failed(outcome).reason, /^did not listen on PORT \d+ within 1 s$/);
    t.true(failed(outcome).lastLines.includes('begin stay web.1'));
  });

  contract('what listens on another port is told so', async (t, { deploy, desired }) => {
    const outcome = await deploy(await desired({ processes: { web: 'node app.mjs elsewhere' }, shape: withHealth({ timeoutSeconds: 4 }) }));
    t.regex(failed(outcome).reason, /^did not listen on PORT \d+ within 4 s; it listens on \d+: use process\.env\.PORT$/);
  });

  contract('a health check that is answered with 500 fails, and says so', async (t, { deploy, desired }) => {
    const shape = withHealth({ path: '/up', timeoutSeconds: 4 });
    const outcome = await deploy(await desired({ processes: { web: 'node app.mjs status 500' }, shape }));
    t.regex(failed(outcome).reason, /health check GET \/up answered 500$/);
    t.is((await deploy(await desired({ processes: { web: 'node app.mjs status 302' }, shape }))).kind, 'live');
  });

  contract('all process types switch together: a worker that fails keeps the new web from traffic', async (t, world) => {
    const { deploy, desired, get } = world;
    const shape = { processes: { worker: { replicas: 1, size: 0.5 } } };
    await deploy(await desired({ processes: { web: serve, worker: 'node app.mjs stay' }, shape, environment: { MARK: 'old' } }));
    const next = await desired({ processes: { web: serve, worker: 'sleep 0.3; exit 1' }, shape, environment: { MARK: 'new' } });
    t.like(await deploy(next), { kind: 'failed', processType: 'worker', replica: 'worker.1' });
    t.is(JSON.parse((await get('/')).body).mark, 'old');
  });

  contract('a process type that is wanted and has no command fails, and is found before', async (t, { engine, deploy, desired }) => {
    const wish = await desired({ shape: { processes: { ghost: { replicas: 1, size: 0.5 } } } });
    t.regex((await engine.check(wish)).join(), /«ghost»/);
    t.like(await deploy(wish), { kind: 'failed', processType: 'ghost' });
  });

  contract('the same deploy id is the same rollout, while it goes on and when it is over', async (t, world) => {
    const { engine, app, desired, prepare, pids } = world;
    const good = await desired({});
    await prepare(good);
    const id = newDeployId();
    const [one, other] = await Promise.all([apply(engine, good, id), apply(engine, good, id)]);
    t.deepEqual(await one.outcome(never), await other.outcome(never));
    const before = await pids();
    t.is((await (await apply(engine, good, id)).outcome(never)).kind, 'live');
    t.deepEqual(await pids(), before);
    t.is((await engine.replicas(app.id)).length, 1);
  });

  contract('equal stamps restart nothing, and what runs carries the new release number', async (t, world) => {
    const { engine, app, deploy, desired, pids } = world;
    await deploy(await desired({ version: 1 }));
    const before = await pids();
    const next = await desired({ version: 2 });
    t.deepEqual(await engine.diff(next), []);
    t.is((await deploy(next)).kind, 'live');
    t.deepEqual(await pids(), before);
    t.deepEqual(
      (await engine.replicas(app.id)).map(({ version }) => version),
      [2],
    );
  });

  contract('scaling starts and stops only the difference', async (t, world) => {
    const { engine, app, deploy, desired, pids } = world;
    const scaled = (replicas: number) => desired({ shape: { processes: { web: { replicas, size: 0.5 } } } });
    await deploy(await scaled(1));
    const [first] = await pids();
    const three = await scaled(3);
    t.deepEqual(await engine.diff(three), [{ kind: 'scale', processType: 'web', from: 1, to: 3 }]);
    await deploy(three);
    const names = () => engine.replicas(app.id).then((all) => all.filter(({ state }) => state === 'healthy').map(({ name }) => name));
    t.deepEqual(await names(), ['web.1', 'web.2', 'web.3']);
    t.is((await pids())[0], first);
    await deploy(await scaled(1));
    t.deepEqual(await names(), ['web.1']);
    t.deepEqual(await pids(), [first]);
    t.is((await deploy(await scaled(0))).kind, 'live');
    t.deepEqual(await names(), []);
  });

  contract('a changed variable, a restart nonce and force replace every replica', async (t, world) => {
    const { engine, deploy, desired, pids } = world;
    const seen: string[] = [];
    const one = await desired({});
    await deploy(one);
    seen.push((await pids()).join());
    const changed = await desired({ environment: { MARK: 'x' } });
    t.deepEqual(await engine.diff(changed), [{ kind: 'replace', processType: 'web', replicas: 1 }]);
    await deploy(changed);
    seen.push((await pids()).join());
    const restarted = await desired({ environment: { MARK: 'x' }, shape: { processes: {}, restart: 'n1' } });
    await deploy(restarted);
    seen.push((await pids()).join());
    await deploy(restarted, 'force');
    seen.push((await pids()).join());
    t.is(new Set(seen).size, 4);
  });

  contract('without a release everything stops, and nothing is left to do', async (t, { engine, app, deploy, desired }) => {
    const good = await desired({});
    await deploy(good);
    const { release: _, ...nothing } = good;
    t.deepEqual(await engine.diff(nothing), [{ kind: 'stop', processType: 'web', replicas: 1 }]);
    t.is((await deploy(nothing)).kind, 'live');
    await waitUntil('nothing runs', async () => (await engine.replicas(app.id)).length === 0);
    t.deepEqual(await engine.diff(nothing), []);
  });

  contract('a later apply supersedes an unfinished one, which stops what it started', async (t, world) => {
    const { engine, app, desired, prepare, deploy } = world;
    const hanging = await desired({ processes: { web: 'node app.mjs stay' } });
    await prepare(hanging);
    const first = await apply(engine, hanging, newDeployId());
    await waitUntil('it has started', async () => (await engine.replicas(app.id)).length === 1);
    const good = await desired({});
    const id = newDeployId();
    t.is((await deploy(good, 'roll', id)).kind, 'live');
    t.deepEqual(await first.outcome(never), { kind: 'superseded', by: id });
    await waitUntil('only the good one runs', async () => (await engine.replicas(app.id)).length === 1);
    t.is((await (await apply(engine, hanging, first.deploy)).outcome(never)).kind, 'superseded');
  });

  contract('an undo while a rollout hangs touches no old replica', async (t, { engine, app, desired, prepare, deploy, pids }) => {
    const good = await desired({});
    await deploy(good);
    const before = await pids();
    const hanging = await desired({ version: 2, processes: { web: 'node app.mjs stay' } });
    await prepare(hanging);
    await apply(engine, hanging, newDeployId());
    await waitUntil('both are there', async () => (await engine.replicas(app.id)).length === 2);
    t.is((await deploy(good)).kind, 'live');
    t.deepEqual(await pids(), before);
  });

  contract('a rollout tells what happens from any event on, and an aborted watcher leaves it alone', async (t, world) => {
    const { engine, desired, prepare } = world;
    const good = await desired({});
    await prepare(good);
    const rollout = await apply(engine, good, newDeployId());
    await t.throwsAsync(rollout.outcome(AbortSignal.abort(new Error('watched enough'))), { message: 'watched enough' });
    t.is((await rollout.outcome(never)).kind, 'live');
    const lines: string[] = [];
    let sequence = -1;
    for await (const event of rollout.events(0, never)) {
      t.true(event.sequence > sequence);
      sequence = event.sequence;
      lines.push(event.line);
    }
    t.true(lines.some((line) => line.startsWith('web.1 healthy')));
    const rest: string[] = [];
    for await (const event of rollout.events(sequence, never)) rest.push(event.line);
    t.deepEqual(rest, lines.slice(-1));
  });

  contract('a slug that is gone is said so, and nothing is changed', async (t, { engine, app, desired }) => {
    const good = await desired({});
    const release = good.release && { ...good.release, slug: { digest: 'f'.repeat(64) as SlugDigest, sizeBytes: 1 } };
    await engine.ensure(app);
    await t.throwsAsync(engine.prepare({ ...good, ...(release && { release }) }, never), { code: 'slug/not-found' });
    t.is(await engine.applied(app.id), undefined);
  });

  contract('a replica that crashes when live is started again, and what it ended with is told', async (t, world) => {
    const { engine, app, deploy, desired, get } = world;
    await deploy(await desired({}));
    await get('/exit').catch(() => {});
    await waitUntil('it is healthy again', async () => {
      const [replica] = await engine.replicas(app.id);
      return replica?.restarts === 1 && replica.state === 'healthy';
    });
    t.is((await engine.replicas(app.id))[0]?.lastExit, 'exited with status 7');
    t.is((await get('/')).status, 200);
  });

  contract('a one-off process starts once per id and its output and status come back', async (t, { run, scratchFile }) => {
    const file = await scratchFile();
    const first = await run({ id: 'once', command: `node app.mjs once ${file.path}` });
    t.like(first.result, { kind: 'exited', code: 0 });
    t.deepEqual([...first.lines].sort(), ['begin once release', 'one', 'two']);
    const again = await run({ id: 'once', command: `node app.mjs once ${file.path}` });
    t.deepEqual(again.result, first.result);
    t.is(await file.read(), 'x');
  });

  contract('a one-off process that fails or takes too long is told apart', async (t, { run }) => {
    t.like((await run({ id: 'bad', command: 'node app.mjs exit 4' })).result, { kind: 'exited', code: 4 });
    const late = await run({ id: 'late', command: 'node app.mjs stubborn', timeLimitMs: 500 });
    t.is(late.result.kind, 'timed-out');
  });

  contract('logs are merged, can be gone on with from any line, and survive garbage', async (t, { engine, app, deploy, desired }) => {
    engine.note(app.id, { source: 'build', process: 'build', text: 'not kept: the app has no place yet' });
    await engine.ensure(app);
    engine.note(app.id, { source: 'build', process: 'build', version: 1, text: 'building' });
    await deploy(
      await desired({
        processes: { web: serve, noise: 'node app.mjs garbage; exec sleep 1000' },
        shape: { processes: { noise: { replicas: 1, size: 0.5 } } },
      }),
    );
    const wanted = ['begin garbage noise.1', 'f\ufffd\u0000\ufffd', 'after'];
    let lines: LogLine[] = [];
    await waitUntil('all lines are there', async () => {
      lines = await collect(engine.logs(app.id, { lines: 100, follow: false }, never));
      return wanted.every((text) => lines.some((line) => line.text === text)) && lines.some(({ text }) => text === 'begin serve web.1');
    });
    t.like(
      lines.find(({ text }) => text === 'building'),
      { source: 'build', process: 'build', version: 1 },
    );
    t.like(
      lines.find(({ text }) => text === 'begin serve web.1'),
      { source: 'app', process: 'web.1', version: 1 },
    );
    t.deepEqual(
      lines.map(({ cursor }) => cursor),
      lines.map(({ cursor }) => cursor).sort(),
    );
    const long = lines.find(({ text }) => text.startsWith('long '));
    t.is(long?.text.length, 16 * 1024);
    for (const [index, line] of lines.entries()) {
      const rest = await collect(engine.logs(app.id, { after: line.cursor, follow: false }, never));
      t.deepEqual(rest.slice(0, lines.length - index - 1), lines.slice(index + 1));
    }
    const web = await collect(engine.logs(app.id, { process: 'web', follow: false }, never));
    t.true(web.length >= 1 && web.every(({ process }) => process === 'web.1'));
    t.is((await collect(engine.logs(app.id, { lines: 1, follow: false }, never))).length, 1);
    await t.throwsAsync(collect(engine.logs(app.id, { after: 'nonsense', follow: false }, never)), { code: 'request/invalid' });
  });

  contract('logs are followed as they are written, until the reader has enough', async (t, { engine, app, deploy, desired, get }) => {
    await deploy(await desired({}));
    const enough = new AbortController();
    t.teardown(() => enough.abort());
    const seen: string[] = [];
    const reading = (async () => {
      for await (const line of engine.logs(app.id, { lines: 0, follow: true }, enough.signal)) seen.push(line.text);
    })();
    await waitUntil('the reader is there', () => {
      engine.note(app.id, { source: 'platform', process: 'platform', text: 'a notice' });
      return seen.includes('a notice');
    });
    await get('/say');
    await waitUntil('what was said came', () => seen.includes('asked to say'));
    enough.abort();
    await reading;
    t.false(seen.includes('begin serve web.1'));
  });

  contract('who observes gets a snapshot, then changes', async (t, { engine, app, deploy, desired }) => {
    const scaled = (replicas: number) => desired({ shape: { processes: { web: { replicas, size: 0.5 } } } });
    await deploy(await scaled(1));
    const enough = new AbortController();
    t.teardown(() => enough.abort());
    const seen: Observation[] = [];
    const watching = (async () => {
      for await (const one of engine.observe(enough.signal)) if (one.app === app.id) seen.push(one);
    })();
    await waitUntil('a snapshot', () => seen.length > 0);
    t.is(seen[0]?.replicas.length, 1);
    await deploy(await scaled(2));
    await waitUntil('the change', () => seen.at(-1)?.replicas.filter(({ state }) => state === 'healthy').length === 2);
    enough.abort();
    await watching;
  });

  contract('destroy stops all and leaves nothing, and may be repeated', async (t, { engine, app, deploy, desired, get }) => {
    await deploy(await desired({}));
    await engine.destroy(app);
    await engine.destroy(app);
    t.deepEqual(await engine.replicas(app.id), []);
    t.is(await engine.applied(app.id), undefined);
    t.deepEqual(await collect(engine.logs(app.id, { follow: false }, never)), []);
    t.not((await get('/').catch(() => undefined))?.status, 200);
  });

  contract('a doctor names what is there and how to get what is not', async (t, { engine }) => {
    const findings = await engine.doctor();
    t.true(findings.length > 0);
    for (const { name, ok, detail, fix } of findings) t.true(name !== '' && detail !== '' && (ok || (fix ?? '') !== ''), name);
  });
};

const serve = 'node app.mjs serve';
const withHealth = (health: NonNullable<Shape['health']>): Shape => ({ processes: {}, health });
const apply = (engine: Engine, desired: Desired, deploy: DeployId) => engine.apply(desired, { deploy, mode: 'roll' });

const failed = (outcome: RolloutOutcome) => {
  if (outcome.kind !== 'failed') throw new Error(`not failed: ${JSON.stringify(outcome)}`);
  return outcome;
};

const collect = async <Value>(values: AsyncIterable<Value>): Promise<Value[]> => {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
};

export type World = Awaited<ReturnType<typeof createWorld>>;

/** An app of the test's own, and short words for what every test does. */
export const createWorld = async (t: ExecutionContext<unknown>, { engine, disposable = false, slug, get, scratchFile }: OpenEngine) => {
  const id = newAppId();
  const app: App = { id, name: `app-${id}` as AppName };
  if (!disposable) t.teardown(() => engine.destroy(app));
  const { digest, sizeBytes } = await slug(contractApp);

  const desired = async ({
    version = 1,
    processes = { web: serve },
    shape = { processes: {} },
    environment = {},
  }: Wish): Promise<Desired> => ({
    app,
    commit: hex(40) as Oid,
    version,
    shape,
    environment,
    release: { slug: { digest, sizeBytes }, source: hex(40) as Oid, processes, buildpacks: [], stack: 'test', template: 1 },
  });
  const prepare = async (wish: Desired) => {
    await engine.ensure(app);
    await engine.prepare(wish, never);
  };
  return {
    engine,
    app,
    desired,
    prepare,
    scratchFile,
    deploy: async (wish: Desired, mode: 'roll' | 'force' = 'roll', deploy = newDeployId()) => {
      await prepare(wish);
      return (await engine.apply(wish, { deploy, mode })).outcome(never);
    },
    get: (path: string) => get(app, path),
    /** What tells one life of a replica from another, for those that serve. */
    pids: async () =>
      (await engine.replicas(id)).filter(({ state }) => state === 'healthy').map(({ name, startedAt }) => `${name} ${startedAt}`),
    run: async ({ id: run, command, timeLimitMs = 20_000 }: { id: string; command: string; timeLimitMs?: number }) => {
      const lines: string[] = [];
      const wish = await desired({});
      await prepare(wish);
      const output = (line: string) => void lines.push(line);
      return { lines, result: await engine.run(wish, { id: run, process: 'release', command, timeLimitMs, output }, never) };
    },
  };
};

const hex = (length: number): string => [...randomWord(length)].map((letter) => (letter.charCodeAt(0) % 16).toString(16)).join('');
