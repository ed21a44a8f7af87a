import { type App, type Deploy, Fault, type Progress, type RefUpdate } from '../../core/index.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { endingFault } from './ending-fault.ts';
import type { Ending } from './intent.ts';
import type { Pending, Verdict } from './journal.ts';
import { untilDone } from './persist.ts';
import { settleSource } from './projections.ts';
import { type Clock, project, toDeploy } from './records.ts';
import { appliedRef, failedRef, mainRef, pendingRef, readStanding } from './refs.ts';
import { restore } from './restore.ts';
import { pronounce, standing } from './verdict.ts';

export type Carry = { readonly app: App; readonly pending: Pending; readonly output: Progress; readonly clock: Clock };
export type Carried =
  | { readonly kind: 'live'; readonly deploy: Deploy }
  | { readonly kind: 'ended'; readonly deploy: Deploy; readonly verdict: Verdict; readonly before: boolean };

export const toEnding = (carried: Carried, clock: Clock): Ending =>
  carried.kind === 'live'
    ? { kind: 'live', deploy: carried.deploy, timings: clock.timings() }
    : { kind: 'refused', fault: endingFault(carried.deploy.id, carried.verdict, carried) };

/** Steps 5 to 8 for a change whose intent is durable. Also what recovery calls. Ends only when the change is wholly in or wholly out. */
export const carry = async (deps: ProtocolDeps, state: ProtocolState, work: Carry): Promise<Carried> => {
  if (work.pending.entry.verdict !== undefined) return await undo(deps, work, work.pending);
  const tried = await attempt(deps, state, work); // 5, 6
  if (tried.kind === 'live' && (await untilDone(deps, () => passCommitPoint(deps, work)))) return await finish(deps, work); // 7
  const decided = await untilDone(deps, () => pronounce(deps, work.app, work.pending, toVerdict(tried))); // 8
  if (decided === undefined) throw new Fault('repository/damaged', `Deploy ${work.pending.entry.deploy} vanished from its journal.`);
  return await undo(deps, work, decided);
};

/** Step 7, the commit point: one transaction, in this order. False: a verdict was faster. */
const passCommitPoint = async (deps: ProtocolDeps, { app, pending }: Carry): Promise<boolean> => {
  const { entry, id } = pending;
  const updates: RefUpdate[] = [
    { repository: 'config', ref: mainRef, to: entry.commit, from: entry.base },
    { repository: 'config', ref: appliedRef, to: entry.commit },
    { repository: 'config', ref: pendingRef, from: id },
  ];
  if (await deps.repositories.move(app.id, updates)) return true;
  // Either it landed though its answer was lost, or it was cut short in the middle (git moves refs one by one), or a verdict stands.
  const now = await readStanding(deps.repositories, app.id);
  if (now.main !== entry.commit) return false;
  return await completeCommitPoint(deps, app, pending, now.pendingId !== undefined);
};

/** The rest of a transaction of which `main` has moved already. Idempotent. */
const completeCommitPoint = async (deps: ProtocolDeps, app: App, { entry, id }: Pending, pendingStands: boolean): Promise<true> => {
  const rest: RefUpdate[] = [{ repository: 'config', ref: appliedRef, to: entry.commit }];
  if (pendingStands) rest.push({ repository: 'config', ref: pendingRef, from: id });
  if (!(await deps.repositories.move(app.id, rest))) throw new Fault('data/failed', 'The commit point could not be completed.');
  return true;
};

/** Rest of step 7 for recovery: `main` is the change already. */
export const complete = async (deps: ProtocolDeps, work: Carry): Promise<Carried> => {
  await untilDone(deps, () => completeCommitPoint(deps, work.app, work.pending, true));
  return await finish(deps, work);
};

const finish = async (deps: ProtocolDeps, { app, pending, clock }: Carry): Promise<Carried> => {
  const { entry } = pending;
  clock.mark('switched');
  const row = toDeploy(app.id, entry, 'live', { finishedAt: deps.now(), version: entry.version });
  deps.engine.note(app.id, {
    source: 'platform',
    process: 'deploy',
    version: entry.version,
    text: `Live: v${entry.version}, ${entry.summary}`,
  });
  await project(deps, () => settleSource(deps, app, entry.commit));
  await project(deps, async () => {
    await deps.records.saveDeploy(row);
    await deps.records.append({
      kind: 'deploy-live',
      app: app.id,
      at: deps.now(),
      by: entry.by.email,
      deploy: entry.deploy,
      data: { version: entry.version },
    });
  });
  deps.log.info('a deploy ended', { app: app.name, deploy: entry.deploy, state: 'live', version: entry.version });
  return { kind: 'live', deploy: row };
};

/** Step 8 after the verdict: what ran before runs again (it was never stopped), then the journal is closed. */
const undo = async (deps: ProtocolDeps, work: Carry, decided: Pending): Promise<Carried> => {
  const { app } = work;
  const { entry, id } = decided;
  const verdict = entry.verdict as Verdict;
  await project(deps, () => deps.records.saveDeploy(toDeploy(app.id, entry, 'undoing')));
  await restore(deps, work, entry);
  await untilDone(deps, async () => {
    const updates: RefUpdate[] = [
      { repository: 'config', ref: failedRef(entry.deploy), to: id },
      { repository: 'config', ref: pendingRef, from: id },
    ];
    if (await deps.repositories.move(app.id, updates)) return;
    if ((await standing(deps, app, decided)) !== undefined) throw new Fault('data/failed', 'The journal could not be closed.');
  });
  const row = toDeploy(app.id, entry, verdict.kind, { finishedAt: deps.now() });
  for (const text of [`Deploy ${entry.deploy} (${entry.summary}) ${verdict.kind}: ${verdict.reason}`, ...verdict.lastLines]) {
    deps.engine.note(app.id, { source: 'platform', process: 'deploy', text });
  }
  deps.log.info('a deploy ended', { app: app.name, deploy: entry.deploy, state: verdict.kind });
  await project(deps, async () => settleSource(deps, app, (await readStanding(deps.repositories, app.id)).main));
  await project(deps, async () => {
    await deps.records.saveDeploy(row);
    await deps.records.append({
      kind: verdict.kind === 'failed' ? 'deploy-failed' : 'deploy-cancelled',
      app: app.id,
      at: deps.now(),
      by: entry.by.email,
      deploy: entry.deploy,
      data: { reason: verdict.reason },
    });
  });
  return { kind: 'ended', deploy: row, verdict, before: entry.appliedBefore !== undefined };
};

/** A live attempt that lost its commit point did so against a verdict; `pronounce` finds it, and this one is only a fallback. */
const toVerdict = (tried: Attempt): Verdict =>
  tried.kind === 'live' || tried.kind === 'decided' ? { kind: 'cancelled', reason: 'Cancelled.', lastLines: [] } : tried;
