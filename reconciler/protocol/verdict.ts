import type { App, RefUpdate } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';
import { type Pending, printJournal, type Verdict } from './journal.ts';
import { mainRef, pendingRef, readPending, readStanding } from './refs.ts';

/**
 * Step 8's first effect: J becomes J' with the verdict, durably. Resolves to the entry that stands: ours, or an earlier
 * verdict that won; undefined when the change is live (perhaps with half of its commit point still to do) or its undo is over.
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
  const updates: RefUpdate[] = [
    // It does not move: a verdict stands only over a change that has not reached `main`.
    { repository: 'config', ref: mainRef, to: entry.base, from: entry.base },
    { repository: 'config', ref: pendingRef, to: id, from: pending.id },
  ];
  if (await deps.repositories.move(app.id, updates)) return { id, entry: decided };
  const now = await standing(deps, app, pending);
  return now?.entry.verdict === undefined ? undefined : now;
};

/** The journal entry of this deploy as it stands now, if it is still there. */
export const standing = async (deps: ProtocolDeps, app: App, pending: Pending): Promise<Pending | undefined> => {
  const now = await readPending(deps.repositories, app.id, (await readStanding(deps.repositories, app.id)).pendingId);
  return now?.entry.deploy === pending.entry.deploy ? now : undefined;
};
