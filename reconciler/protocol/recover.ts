import type { App } from '../../core/index.ts';
import { Fault, newDeployId } from '../../core/index.ts';
import { enter, leave } from './active.ts';
import { type Carry, carry, complete, toEnding } from './carry.ts';
import { decideRecovery } from './decide-recovery.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { undecidedFault } from './ending-fault.ts';
import type { Pending } from './journal.ts';
import { untilDone } from './persist.ts';
import { settleSource, sweepSources } from './projections.ts';
import { createClock, project, toDeploy } from './records.ts';
import { readPending, readStanding } from './refs.ts';
import { settleRows } from './settle-rows.ts';

/** At the start of the server, for one app: finishes or undoes what was under way, then sees that what is applied runs. */
export const recover = async (deps: ProtocolDeps, state: ProtocolState, app: App): Promise<void> => {
  const holder = newDeployId();
  const { main, applied, pendingId } = await readStanding(deps.repositories, app.id);
  const pending = await readPending(deps.repositories, app.id, pendingId);
  const deploy = pending?.entry.deploy ?? holder;
  const unlock = await state.deployLock.acquire({
    key: app.id,
    holder: {
      deploy,
      what: pending === undefined ? 'the start of the platform' : `the recovery of: ${pending.entry.summary}`,
      since: deps.now(),
    },
    first: true,
    signal: deps.stopping,
    onWait: () => {},
  });
  try {
    const next = decideRecovery({ main, applied, pending: pending?.entry });
    if (next.kind === 'damaged') throw new Fault('repository/damaged', `App ${app.name}: ${next.reason}.`);
    if (pending === undefined) await resteady(deps, app);
    else await rejoin(deps, state, app, pending, next.kind === 'finish');
    await project(deps, async () => {
      const now = await readStanding(deps.repositories, app.id);
      await settleSource(deps, app, now.main);
      await sweepSources(deps, app, now.main);
      await settleRows(deps, state, app);
    });
  } finally {
    unlock();
  }
};

const rejoin = async (deps: ProtocolDeps, state: ProtocolState, app: App, pending: Pending, passed: boolean): Promise<void> => {
  const { deploy } = pending.entry;
  enter(state, app, deploy).journalled.resolve();
  const work: Carry = { app, pending, output: (line) => state.feeds.say(deploy, line), clock: createClock(deps.now, deps.now()) };
  try {
    if (!passed) await project(deps, () => deps.records.saveDeploy(toDeploy(app.id, pending.entry, 'rolling')));
    leave(state, deploy, toEnding(await (passed ? complete(deps, work) : carry(deps, state, work)), work.clock));
  } catch (error) {
    leave(state, deploy, { kind: 'refused', fault: undecidedFault(deploy, 'its recovery broke off') });
    throw error;
  }
};

/** Nothing is under way: projections, and what is applied must run (after a reboot nothing does). */
const resteady = async (deps: ProtocolDeps, app: App): Promise<void> => {
  const { main, applied } = await readStanding(deps.repositories, app.id);
  await project(deps, () => settleSource(deps, app, main));
  if (applied === undefined) return;
  await untilDone(deps, async () => {
    const desired = await deps.repositories.desired(app, applied);
    await deps.engine.ensure(app);
    const runs = await deps.engine.applied(app.id);
    if (runs?.commit === applied && (await deps.engine.diff(desired)).length === 0) return;
    await deps.engine.prepare(desired, deps.stopping);
    const rollout = await deps.engine.apply(desired, { deploy: newDeployId(), mode: 'roll' });
    const outcome = await rollout.outcome(deps.stopping);
    if (outcome.kind === 'failed') deps.log.error('an app did not come back at the start', { app: app.name, reason: outcome.reason });
    if (outcome.kind === 'errored') throw new Fault('engine/away', outcome.reason);
  });
};
