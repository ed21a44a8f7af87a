import { type App, type AppId, asFault, type DeployId, type Desired } from '../../../core/index.ts';
import { createKeyedLock } from '../../../system/index.ts';
import type { Rollout, RolloutOutcome } from '../../engine.ts';
import type { Context } from './context.ts';
import { slugsOf } from './destroy.ts';
import type { Applied } from './intents.ts';
import { presentOf } from './present.ts';
import { retire } from './retire.ts';
import { rollOut } from './roll-out.ts';
import { createRolloutHandle, endedRollout, type RolloutHandle } from './rollout-handle.ts';
import { wantedOf } from './wanted.ts';

type Apply = { readonly deploy: DeployId; readonly mode: 'roll' | 'force' };
type Running = {
  readonly deploy: DeployId;
  readonly handle: RolloutHandle;
  /** Ends the rollout, unless it switches already, with this outcome. */
  readonly give: (outcome: RolloutOutcome) => void;
  errored: boolean;
};

/**
 * Accepts applies: one rollout per app at a time, a later one supersedes an earlier one, and a deploy id means the same rollout for ever.
 * `exclusively` lets no apply of an app begin meanwhile, and ends the one under way.
 */
export const createApply = (context: Context) => {
  const lock = createKeyedLock();
  const running = new Map<AppId, Running>();

  const apply = (desired: Desired, { deploy, mode }: Apply): Promise<Rollout> =>
    lock(desired.app.id, async () => {
      const { app } = desired;
      context.stopping.throwIfAborted();
      const current = running.get(app.id);
      if (current?.deploy === deploy && !current.errored) return current.handle.rollout;
      const known = context.intents.find(app.id, deploy);
      if (known?.outcome !== undefined) return endedRollout(deploy, known.outcome);
      if (current !== undefined) await supersede(current, { kind: 'superseded', by: deploy });
      if (known === undefined) await context.intents.accept(app, acceptedOf(context, desired, deploy));
      return begin(desired, { deploy, mode });
    });

  const begin = (desired: Desired, { deploy, mode }: Apply): Rollout => {
    const handle = createRolloutHandle(deploy, context.now);
    const cancel = new AbortController();
    let given: RolloutOutcome | undefined;
    const give = (outcome: RolloutOutcome) => {
      given = outcome;
      cancel.abort(new Error('another apply took over'));
    };
    const mine: Running = { deploy, handle, give, errored: false };
    running.set(desired.app.id, mine);
    const signal = AbortSignal.any([cancel.signal, context.stopping]);
    const work = conclude(context, desired, { deploy, force: mode === 'force', say: handle.say, signal });
    work.then(handle.end, (error) => {
      mine.errored = true;
      if (!signal.aborted) context.log.warn('a rollout met an error', { app: desired.app.name, deploy, error });
      handle.end(given ?? { kind: 'errored', reason: context.stopping.aborted ? 'the server was stopped' : asFault(error).message });
    });
    return handle.rollout;
  };

  const supersede = async ({ handle, give }: Running, outcome: RolloutOutcome): Promise<void> => {
    give(outcome);
    await handle.ended;
  };

  const exclusively = <Value>(app: App, work: () => Promise<Value>): Promise<Value> =>
    lock(app.id, async () => {
      const current = running.get(app.id);
      if (current !== undefined) await supersede(current, { kind: 'errored', reason: `app ${app.name} is being destroyed` });
      running.delete(app.id);
      return work();
    });

  /** Lets no apply of an app begin meanwhile. */
  const ordered = <Value>(app: App, work: () => Promise<Value>): Promise<Value> => lock(app.id, work);

  return { apply, exclusively, ordered };
};

/** Runs a rollout and makes its outcome durable before anybody is told; then what it replaced leaves. */
const conclude = async (
  context: Context,
  desired: Desired,
  job: Omit<Parameters<typeof rollOut>[1], 'desired'>,
): Promise<RolloutOutcome> => {
  const { app } = desired;
  const { outcome, replicas } = await rollOut(context, { desired, ...job });
  await context.intents.end(app.id, job.deploy, outcome, replicas);
  if (outcome.kind !== 'live') return outcome;
  context.live.set(app.id, desired);
  const serving = new Set(replicas);
  retire(
    context,
    presentOf(context, app).flatMap(({ key }) => (serving.has(key) ? [] : [key])),
  );
  context.inBackground('sweeping trees', context.trees.sweep(slugsOf(context, () => true)));
  return outcome;
};

const acceptedOf = (context: Context, desired: Desired, deploy: DeployId): Applied => ({
  deploy,
  commit: desired.commit,
  version: desired.version,
  at: context.now(),
  ...(desired.release === undefined ? {} : { slug: desired.release.slug.digest }),
  stamps: Object.fromEntries(wantedOf(desired, context.identity.key).map(({ processType, stamp }) => [processType, stamp])),
  replicas: [],
});
