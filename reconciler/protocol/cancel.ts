import { type App, type Author, type DeployId, Fault } from '../../core/index.ts';
import { findActive } from './active.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { findEnd } from './find-end.ts';
import type { Ending } from './intent.ts';
import { readPending, readStanding } from './refs.ts';
import { pronounce } from './verdict.ts';

/** Ends a deploy early. Acknowledged only when the verdict is durable, or when the deploy was dropped before its journal. */
export const cancelDeploy = async (deps: ProtocolDeps, state: ProtocolState, app: App, id: DeployId, by: Author): Promise<void> => {
  const active = findActive(state, app, id);
  const cancel = active?.cancel ?? new AbortController();
  if (await isSentenced(deps, app, id, by)) return cancel.abort();
  if (active === undefined) throw (await findEnd(deps, app, id)) === undefined ? unknown(app, id) : over(id);
  cancel.abort();
  const dropped = await Promise.race([active.ended.promise, active.journalled.promise]);
  if (dropped === undefined && (await isSentenced(deps, app, id, by))) return;
  checkCancelled(id, await active.ended.promise);
};

/** True: the verdict stands. False: the deploy is not pending. */
const isSentenced = async (deps: ProtocolDeps, app: App, id: DeployId, by: Author): Promise<boolean> => {
  const pending = await readPending(deps.repositories, app.id, (await readStanding(deps.repositories, app.id)).pendingId);
  if (pending?.entry.deploy !== id) return false;
  const decided = await pronounce(deps, app, pending, { kind: 'cancelled', reason: `Cancelled by ${by.email}.`, lastLines: [] });
  if (decided?.entry.verdict?.kind !== 'cancelled') throw over(id);
  return true;
};

const checkCancelled = (id: DeployId, ending: Ending): void => {
  if (ending.kind === 'refused' && ending.fault.code === 'deploy/cancelled') return;
  throw ending.kind === 'refused' && ending.fault.code === 'deploy/undecided' ? ending.fault : over(id);
};

/** For a rollback: what holds the lock is cancelled; its undo is waited for in the queue. */
export const cancelHolder = async (deps: ProtocolDeps, state: ProtocolState, app: App, by: Author): Promise<void> => {
  const holder = state.deployLock.holder(app.id);
  if (holder === undefined) return;
  try {
    await cancelDeploy(deps, state, app, holder.deploy, by);
  } catch (error) {
    // It ended by itself in this moment: nothing is left to cancel.
    if (!(error instanceof Fault) || (error.code !== 'deploy/over' && error.code !== 'deploy/not-found')) throw error;
  }
};

const over = (id: DeployId): Fault => new Fault('deploy/over', `Deploy ${id} has ended already.`, { hint: 'See how: sluice deploys' });

const unknown = (app: App, id: DeployId): Fault =>
  new Fault('deploy/not-found', `App ${app.name} has no deploy ${id} under way.`, { hint: 'See them: sluice deploys' });
