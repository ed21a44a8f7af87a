import type { DeployId, Desired } from '../../../core/index.ts';
import type { RolloutOutcome } from '../../engine.ts';
import { awaitHealthy, type Trouble } from './await-healthy.ts';
import type { Context } from './context.ts';
import { seconds } from './explain-exit.ts';
import { launch } from './launch.ts';
import { type Plan, plan } from './plan.ts';
import { presentOf } from './present.ts';
import { replicasOf } from './replica.ts';
import { retire } from './retire.ts';
import { routeTo, servingOf } from './route.ts';
import { stopRuns } from './stop-runs.ts';
import { type Switched, switchOver } from './switch-over.ts';
import { type Wanted, wantedOf } from './wanted.ts';

export type RollOut = {
  readonly desired: Desired;
  readonly deploy: DeployId;
  readonly force: boolean;
  readonly say: (line: string) => void;
  /** Aborted when another apply takes over. Not looked at any more once the switch has begun. */
  readonly signal: AbortSignal;
};

/**
 * One rollout: start all new replicas, wait until every one is healthy, then switch all process types together; the old ones leave in the
 * background. Whatever fails before the switch stops the new ones and touches no old one. Run again after a crash it goes on with what it
 * finds. Rejects when aborted, or for what is no verdict on the app (keeper or router away).
 */
export const rollOut = async (
  context: Context,
  job: RollOut,
): Promise<{ readonly outcome: RolloutOutcome; readonly replicas: readonly string[] }> => {
  const { desired, deploy, signal } = job;
  const { app } = desired;
  const wanted = wantedOf(desired, context.identity.key);
  const nameless = wanted.find(({ command, replicas }) => command === undefined && replicas > 0);
  if (nameless !== undefined) return { outcome: noCommand(nameless), replicas: keysOf(context, job) };

  await context.keeper.connect();
  await stopRuns(context, app.id, { except: deploy, signal });
  const begin = context.now();
  const steps = plan(wanted, presentOf(context, app, deploy), { deploy, force: job.force });
  const serving = new Set(servingOf(context, app).map(({ kept }) => kept.key));
  const trial = steps.keep.filter((key) => !serving.has(key));
  try {
    await startAll(context, job, steps, trial);
    const started = context.now();
    const failure = await firstTrouble(context, job, trial);
    signal.throwIfAborted();
    if (failure !== undefined) {
      await giveUp(context, job, trial);
      return { outcome: failed(failure), replicas: keysOf(context, job) };
    }
    const healthy = context.now();
    const { replicas }: Switched = await switchOver(context, desired, { keep: steps.keep, trial });
    const timings = { start: started - begin, healthy: healthy - started, switch: context.now() - healthy };
    return { outcome: { kind: 'live', timings }, replicas };
  } catch (error) {
    if (signal.aborted && !context.stopping.aborted) await giveUp(context, job, trial);
    throw error;
  }
};

/** Adds to `trial` as it goes, so that one that fails to start leaves none of the others unknown. */
const startAll = async (context: Context, { desired, deploy, say, signal }: RollOut, { start }: Plan, trial: string[]): Promise<void> => {
  const starting = start.map(async ({ name, wanted }) => {
    const { command } = wanted;
    if (command === undefined) throw new Error(`${name} has no command`);
    trial.push(await launch(context, { desired, deploy, name, wanted: { ...wanted, command }, serving: false }));
    say(`${name} starting`);
  });
  const results = await Promise.allSettled(starting);
  signal.throwIfAborted();
  for (const result of results) if (result.status === 'rejected') throw result.reason;
};

const firstTrouble = async (
  context: Context,
  { desired, say, signal }: RollOut,
  trial: readonly string[],
): Promise<Trouble | undefined> => {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const host = context.hosts(desired.app)[0] ?? 'localhost';
  const watch = async (key: string): Promise<void> => {
    const { name } = nameOf(context, key);
    const options = {
      health: desired.shape.health,
      host,
      timeoutMs: context.limits.startTimeoutMs,
      onHint: (hint: string) => say(`${name} ${hint}`),
    };
    const trouble = await awaitHealthy(context, key, options, either);
    if (trouble !== undefined) throw new Unhealthy(trouble);
    const spent = Date.now() - (context.keeper.kept().get(key)?.startedAt ?? Date.now());
    say(`${name} healthy after ${seconds(spent)}`);
  };
  const watching = trial.map(watch);
  try {
    await Promise.all(watching);
    return undefined;
  } catch (error) {
    if (error instanceof Unhealthy) return error.trouble;
    throw error;
  } finally {
    over.abort();
    await Promise.allSettled(watching);
  }
};

/** New ones stop. A crash between route and record may have left the route at them: it goes back first. */
const giveUp = async (context: Context, { desired }: RollOut, trial: readonly string[]): Promise<void> => {
  await routeTo(context, desired.app, servingOf(context, desired.app));
  retire(context, trial);
};

const failed = ({ meta, reason, exit, lastLines }: Trouble): RolloutOutcome => ({
  kind: 'failed',
  processType: meta.processType,
  replica: meta.name,
  reason,
  ...(exit === undefined ? {} : { exit }),
  lastLines,
});

const noCommand = ({ processType }: Wanted): RolloutOutcome => ({
  kind: 'failed',
  processType,
  replica: `${processType}.1`,
  reason: 'has no command: name one in the Procfile or in app.yaml',
  lastLines: [],
});

const keysOf = (context: Context, { desired }: RollOut): readonly string[] => servingOf(context, desired.app).map(({ kept }) => kept.key);

const nameOf = (context: Context, key: string): { readonly name: string } =>
  replicasOf(context.keeper.kept().values(), key.slice(0, key.indexOf('.')) as Desired['app']['id']).find(({ kept }) => kept.key === key)
    ?.meta ?? {
    name: key,
  };

class Unhealthy extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.reason);
    this.trouble = trouble;
  }
}
