import { asFault, type Desired, type Fault, faults, stripControl } from '../../core/index.ts';
import type { RolloutOutcome } from '../engine.ts';
import type { Carry } from './carry.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import type { Verdict } from './journal.ts';
import { pause, pauseUnless } from './persist.ts';
import { runRelease } from './run-release.ts';
import { standing } from './verdict.ts';

/** `decided`: a verdict stands in the journal already (somebody cancelled). */
export type Attempt = { readonly kind: 'live' } | { readonly kind: 'decided' } | Verdict;

/** Steps 5 and 6, tried until there is an outcome. Errored (network, engine away) is never a reason to give up. */
export const attempt = async (deps: ProtocolDeps, state: ProtocolState, work: Carry): Promise<Attempt> => {
  const cancelled = state.active.get(work.pending.entry.deploy)?.cancel.signal ?? deps.stopping;
  const signal = AbortSignal.any([cancelled, deps.stopping]);
  const progress = { released: false };
  for (let pauseMs = deps.limits.retryMs; ; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    try {
      const result = await once(deps, work, progress, signal);
      if (result.kind !== 'errored') return result;
      work.output(`Not decided yet: ${result.reason}; trying again.`);
    } catch (error) {
      if (deps.stopping.aborted) throw error;
      if (!signal.aborted) {
        const fault = asFault(error);
        if (isFinal(fault)) return { kind: 'failed', reason: fault.message, lastLines: fault.details.lastLines ?? [] };
        deps.log.warn('a deploy met an error and goes on', { deploy: work.pending.entry.deploy, error });
        work.output(`Not decided yet: ${fault.message} Trying again.`);
      }
    }
    await pauseUnless(pauseMs, signal);
    if (deps.stopping.aborted) throw deps.stopping.reason;
    if ((await standing(deps, work.app, work.pending))?.entry.verdict !== undefined) return { kind: 'decided' };
    // Cancelled in the very moment it was journalled: nobody has pronounced it, so it does so itself.
    if (signal.aborted) return { kind: 'cancelled', reason: 'Cancelled.', lastLines: [] };
  }
};

/** `released`: the release process has ended well. It is not asked for again, whatever has to be tried again after it. */
type Progressed = { released: boolean };

const once = async (
  deps: ProtocolDeps,
  work: Carry,
  progress: Progressed,
  signal: AbortSignal,
): Promise<Attempt | { readonly kind: 'errored'; readonly reason: string }> => {
  const { app, pending, clock } = work;
  const desired = await deps.repositories.desired(app, pending.entry.commit);
  await deps.engine.ensure(app);
  await deps.engine.prepare(desired, signal); // 5
  clock.mark('prepare');
  const stopped = progress.released ? undefined : await runRelease(deps, work, desired, signal);
  if (stopped !== undefined) return stopped;
  progress.released = true;
  if ((await standing(deps, app, pending))?.entry.verdict !== undefined) return { kind: 'decided' };
  const outcome = await follow(deps, work, desired, signal); // 6
  if (outcome.kind === 'live') clock.mark('start and healthy');
  return toAttempt(outcome);
};

/** The engine is asked for the outcome before the deadline is looked at: the deadline fails only what it still calls rolling. */
const follow = async (deps: ProtocolDeps, work: Carry, desired: Desired, signal: AbortSignal): Promise<RolloutOutcome> => {
  const { entry } = work.pending;
  const rollout = await deps.engine.apply(desired, { deploy: entry.deploy, mode: 'roll' });
  const over = new AbortController();
  const told = (async () => {
    for await (const event of rollout.events(0, AbortSignal.any([signal, over.signal]))) work.output(stripControl(event.line));
  })().catch((error) => {
    if (!signal.aborted && !over.signal.aborted) deps.log.warn('the events of a rollout broke off', { deploy: entry.deploy, error });
  });
  const late = AbortSignal.timeout(Math.max(entry.deadline - deps.now(), 1_000));
  try {
    const outcome = await rollout.outcome(AbortSignal.any([signal, late]));
    await Promise.race([told, pause(200, over.signal)]);
    return outcome;
  } catch (error) {
    if (!late.aborted || signal.aborted) throw error;
    return { kind: 'failed', processType: '', replica: '', reason: `was not live within ${toSpan(deps.limits.deadlineMs)}`, lastLines: [] };
  } finally {
    over.abort();
  }
};

const toSpan = (ms: number): string => (ms < 120_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`);

const toAttempt = (outcome: RolloutOutcome): Attempt | { readonly kind: 'errored'; readonly reason: string } => {
  switch (outcome.kind) {
    case 'live':
      return { kind: 'live' };
    case 'errored':
      return outcome;
    case 'superseded':
      return { kind: 'failed', reason: `overtaken by deploy ${outcome.by}`, lastLines: [] };
    case 'failed':
      return {
        kind: 'failed',
        reason: `${outcome.replica === '' ? 'rollout' : outcome.replica} ${outcome.reason}`,
        lastLines: outcome.lastLines,
      };
    default:
      return outcome satisfies never;
  }
};

/** A named failure that trying again can't cure. Unknown ones (`bug`) and those that pass (`retry: later`) are tried again. */
const isFinal = (fault: Fault): boolean => faults[fault.code].retry === 'never';
