import type { App } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';
import { type Pending, printJournal, type Verdict } from './journal.ts';
import { pendingRef, readPending, readStanding } from './refs.ts';

/**
 * Step 8's first effect: J becomes J' with the verdict, durably. Resolves to the entry that stands: ours, or an earlier
 * verdict that won; undefined when the change is no longer pending (it went live, or its undo is over).
 */
export const pronounce = async (deps: ProtocolDeps, app: App, pending: Pending, verdict: Verdict): Promise<Pending | undefined> => {
  const { entry } = pending;
  if (entry.verdict !== undefined) return pending;
  const decided = { ...entry, verdict };
  const id = await deps.repositories.journal(app.id, {
    tree: entry.commit,
    parents: [entry.base, entry.commit],
    message: printJournal(decided),
  });
  if (await deps.repositories.move(app.id, [{ repository: 'config', ref: pendingRef, to: id, from: pending.id }]))
    return { id, entry: decided };
  return await standing(deps, app, pending);
};

/** The journal entry of this deploy as it stands now, if it is still there. */
export const standing = async (deps: ProtocolDeps, app: App, pending: Pending): Promise<Pending | undefined> => {
  const now = await readPending(deps.repositories, app.id, (await readStanding(deps.repositories, app.id)).pendingId);
  return now?.entry.deploy === pending.entry.deploy ? now : undefined;
};
