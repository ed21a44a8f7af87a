import { createHash } from 'node:crypto';
import { type AppId, commandOf, type DeployId, type Desired, type Replica, type Stamp, shapeOf } from '../../../core/index.ts';
import type { Engine, Rollout, RolloutOutcome } from '../../../reconciler/index.ts';

/**
 * A model of an engine for the crash tests, NOT an engine: no process runs. It keeps test/contracts/engine-protocol.ts,
 * as the local engine does. A command that contains `exits` fails. Its world outlives the "server" that drives it.
 */
export type ModelWorld = {
  readonly intents: Map<AppId, { readonly deploy: DeployId; readonly commit: string }>;
  readonly outcomes: Map<DeployId, RolloutOutcome>;
  readonly replicas: Map<AppId, Replica[]>;
  /** How often each one-off process was started, by id. */
  readonly runs: Map<string, number>;
  /** Starts of replicas by stamp, to see that an undo restarts nothing. */
  readonly starts: Map<Stamp, number>;
  clock: number;
};

export const createModelWorld = (): ModelWorld => ({
  intents: new Map(),
  outcomes: new Map(),
  replicas: new Map(),
  runs: new Map(),
  starts: new Map(),
  clock: 0,
});

export const createModelEngine = (world: ModelWorld): Engine => ({
  can: { hot: false, canary: false, exec: false, forward: false },
  doctor: async () => [],
  ensure: async ({ id }) => void (world.replicas.has(id) || world.replicas.set(id, [])),
  check: async () => [],
  diff: async (desired) => {
    const now = (world.replicas.get(desired.app.id) ?? []).map(({ stamp }) => stamp).sort();
    const wanted = wantedReplicas(desired)
      .map(({ stamp }) => stamp)
      .sort();
    return now.join() === wanted.join() ? [] : [{ kind: 'replace', processType: 'web', replicas: wanted.length }];
  },
  prepare: async () => {},
  apply: async (desired, { deploy }) => {
    const outcome = world.outcomes.get(deploy) ?? roll(world, desired);
    world.outcomes.set(deploy, outcome);
    world.intents.set(desired.app.id, { deploy, commit: desired.commit });
    return toRollout(deploy, outcome);
  },
  observe: async function* () {},
  replicas: async (app) => world.replicas.get(app) ?? [],
  run: async (_desired, { id, command }) => {
    if (world.runs.has(id)) return { kind: 'unknown', reason: 'it was started in an earlier life' };
    world.runs.set(id, 1);
    return { kind: 'exited', code: command.includes('exits') ? 1 : 0, lastLines: [] };
  },
  logs: async function* () {},
  note: () => {},
  adopt: async () => {},
  applied: async (app) => world.intents.get(app),
  addresses: async () => [],
  destroy: async ({ id }) => {
    world.replicas.delete(id);
    world.intents.delete(id);
  },
});

const roll = (world: ModelWorld, desired: Desired): RolloutOutcome => {
  const wanted = wantedReplicas(desired);
  const old = world.replicas.get(desired.app.id) ?? [];
  const bad = wanted.find(({ processType }) => commandOf(desired, processType)?.includes('exits'));
  if (bad !== undefined)
    return { kind: 'failed', processType: bad.processType, replica: bad.name, reason: 'exited with status 1', lastLines: ['boom'] };
  const rest = [...old];
  world.replicas.set(
    desired.app.id,
    wanted.map((replica) => {
      const index = rest.findIndex(({ stamp }) => stamp === replica.stamp);
      const kept = index < 0 ? undefined : rest.splice(index, 1)[0];
      if (kept !== undefined) return { ...kept, version: desired.version };
      world.starts.set(replica.stamp, (world.starts.get(replica.stamp) ?? 0) + 1);
      return { ...replica, startedAt: ++world.clock };
    }),
  );
  return { kind: 'live', timings: {} };
};

const wantedReplicas = (desired: Desired): readonly Replica[] =>
  Object.keys(desired.release?.processes ?? {})
    .filter((processType) => processType !== 'release')
    .flatMap((processType) => {
      const { replicas, size } = shapeOf(desired.shape, processType);
      const stamp = stampOf(desired, processType);
      return Array.from({ length: replicas }, (_, index) => ({
        name: `${processType}.${index + 1}`,
        processType,
        stamp,
        version: desired.version,
        state: 'healthy' as const,
        startedAt: 0,
        restarts: 0,
        size,
      }));
    });

const stampOf = (desired: Desired, processType: string): Stamp =>
  createHash('sha256')
    .update(
      JSON.stringify([
        desired.release?.slug.digest,
        desired.environment,
        commandOf(desired, processType),
        desired.shape.restart,
        processType,
      ]),
    )
    .digest('hex')
    .slice(0, 16) as Stamp;

const toRollout = (deploy: DeployId, outcome: RolloutOutcome): Rollout => ({
  deploy,
  events: async function* () {},
  outcome: async () => outcome,
});
