import { createHash } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type App,
  type AppId,
  type AppName,
  type Deploy,
  type DeployId,
  type Oid,
  type Push,
  type RefAnswer,
  type SlugDigest,
  silentLog,
} from '../../../core/index.ts';
import { createReconciler, type Reconciler, type ReconcilerDeps } from '../../../reconciler/index.ts';
import type { Git } from '../git.ts';
import { openRepositories } from '../repositories.ts';
import { type Crash, createEffects, type Effects } from './crashing.ts';
import { createModelEngine, createModelWorld, type ModelWorld } from './model-engine.ts';

export const by = { name: 'Dev', email: 'dev@sluice.example' };
export const app: App = { id: 'a000000000001' as AppId, name: 'shop' as AppName };

/** What is on disk and what runs: it outlives the "server". */
export type World = {
  readonly folder: string;
  readonly git: Git;
  readonly engine: ModelWorld;
  readonly rows: Map<DeployId, Deploy>;
  /** Source commits: each builds a slug of its own; `exits` one whose web exits, `release-fails` one whose release process fails. */
  readonly commits: Readonly<Record<'first' | 'second' | 'third' | 'exits' | 'releaseFails', Oid>>;
};

/** One life of the server over a world, perhaps cut short by a crash. */
export type Life = {
  readonly reconciler: Reconciler;
  /** For looking: what it does is not counted. Stopped with the life. */
  readonly repositories: ReconcilerDeps['repositories'];
  readonly effects: Effects;
  readonly push: (commit: keyof World['commits'], options?: Partial<Push['options']>) => Promise<RefAnswer>;
  /** How many deploys have not ended, as their rows tell. */
  readonly open: () => number;
  /** Config and source refs, sluice's own among them. */
  readonly refs: () => Promise<Readonly<Record<string, string>>>;
};

type Change = (deps: ReconcilerDeps) => ReconcilerDeps;

/** `change`: wraps what the protocol acts through, for faults. */
export const openLife = async (world: World, crash?: Crash, change: Change = (deps) => deps): Promise<Life> => {
  const effects = createEffects(crash);
  const repositories = effects.wrap(await openRepositories(world.folder), ['move', 'make', 'journal']);
  const deps: ReconcilerDeps = {
    repositories,
    engine: effects.wrap(createModelEngine(world.engine), ['ensure', 'prepare', 'apply', 'run']),
    slugs: effects.wrap({ has: async () => true, lease: async () => {} }, ['lease']),
    build: async ({ commit }) => ({ release: toRelease(world, commit), timings: { buildMs: 0, slugMs: 0 } }),
    records: effects.wrap(
      {
        saveDeploy: async (deploy: Deploy) => void world.rows.set(deploy.id, deploy),
        append: async () => {},
        unfinished: async () =>
          [...world.rows.values()].filter(({ state }) => ['waiting', 'building', 'rolling', 'undoing'].includes(state)),
        apps: async () => [app],
      },
      ['saveDeploy', 'append'],
    ),
    log: silentLog,
    now: Date.now,
    limits: { deadlineMs: 60_000, releaseMs: 10_000, retryMs: 1 },
  };
  const reconciler = createReconciler(change(deps));
  const refsOf = async (which: 'config' | 'source') =>
    [...(await repositories.refs(app.id, which))].map(([ref, oid]) => [`${which} ${ref.replace('refs/', '')}`, oid] as const);
  const refs = async () => Object.fromEntries([...(await refsOf('config')), ...(await refsOf('source'))]);
  return {
    reconciler,
    repositories,
    effects,
    open: () => [...world.rows.values()].filter(isOpen).length,
    refs,
    push: async (name, options = {}) => {
      const old = ((await refs())['source heads/main'] ?? '0'.repeat(40)) as Oid;
      return await pushOnce(reconciler, toPush(world.commits[name], old, options));
    },
  };
};

const isOpen = ({ state }: Deploy): boolean => ['waiting', 'building', 'rolling', 'undoing'].includes(state);

const pushOnce = async (reconciler: Reconciler, push: Push): Promise<RefAnswer> => {
  const never = new AbortController().signal;
  try {
    await reconciler.receive.gate(push, () => {}, never);
    const [answer] = await reconciler.receive.land(push, push.commands, () => {}, never);
    if (answer === undefined) throw new Error('no answer');
    return answer;
  } finally {
    reconciler.receive.end(push);
  }
};

export const toPush = (commit: Oid, old: Oid, options: Partial<Push['options']>): Push => ({
  id: Math.random().toString(36),
  app,
  repository: 'source',
  by,
  commands: [{ ref: 'refs/heads/main', old, new: commit }],
  options: { cleanCache: false, hot: false, noWait: false, noDeploy: false, dryRun: false, unknown: [], ...options },
  export: async () => {},
});

const toRelease = (world: World, commit: Oid) => {
  const is = (name: keyof World['commits']) => commit === world.commits[name];
  return {
    slug: { digest: createHash('sha256').update(commit).digest('hex') as SlugDigest, sizeBytes: 1 },
    source: commit,
    processes: { web: is('exits') ? 'exits' : 'serve', worker: 'work', release: is('releaseFails') ? 'exits' : 'migrate' },
    buildpacks: ['model'],
    stack: 'model',
    template: 1,
  };
};

/** A world with an app whose `first` version is live and has one variable. Made once; each case works on a copy. */
export const makeWorld = async (folder: string, git: Git): Promise<World> => {
  const empty: World = {
    folder,
    git,
    engine: createModelWorld(),
    rows: new Map(),
    commits: { first: '', second: '', third: '', exits: '', releaseFails: '' } as never,
  };
  const repositories = await openRepositories(folder);
  await repositories.create(app, by);
  const source = join(folder, 'repos', `${app.id}.git`);
  const commits: Record<string, string> = {};
  let parent: string | undefined;
  for (const name of Object.keys(empty.commits)) {
    const tree = (await git(['hash-object', '-t', 'tree', '-w', '--stdin'], { cwd: source, input: '' })).stdout.trim();
    const made = await git(['commit-tree', tree, '-m', name, ...(parent === undefined ? [] : ['-p', parent])], { cwd: source });
    commits[name] = made.stdout.trim();
    parent = commits[name];
  }
  const world = { ...empty, commits: commits as World['commits'] };
  const life = await openLife(world);
  await (await life.reconciler.start()).recovered;
  await life.push('first');
  await life.reconciler.control.change(
    app,
    { kind: 'env', set: { A: '1' }, unset: [] },
    { by, rollOut: true, signal: new AbortController().signal },
    () => {},
  );
  return world;
};

export const copyWorld = async (world: World, folder: string): Promise<World> => {
  await cp(world.folder, folder, { recursive: true });
  return { ...world, folder, engine: structuredClone(world.engine), rows: structuredClone(world.rows) };
};
