import { type AppId, Fault, type Oid, type Repositories } from '../../core/index.ts';
import { type Pending, parseJournal } from './journal.ts';

export const mainRef = 'refs/heads/main';
export const appliedRef = 'refs/sluice/applied';
export const pendingRef = 'refs/sluice/pending';
export const failedRef = (deploy: string): string => `refs/sluice/failed/${deploy}`;
export const sourceRef = (commit: Oid): string => `refs/sluice/src/${commit}`;
export const branchRef = (branch: string): string => `refs/heads/${branch}`;

/** The three refs that say where an app stands. */
export type Standing = { readonly main: Oid; readonly applied: Oid | undefined; readonly pendingId: Oid | undefined };

export const readStanding = async (repositories: Repositories, app: AppId): Promise<Standing> => {
  const refs = await repositories.refs(app, 'config');
  const main = refs.get(mainRef);
  if (main === undefined) {
    throw new Fault('repository/damaged', 'The config repository of this app has no branch main.', { hint: 'Restore it from a backup.' });
  }
  return { main, applied: refs.get(appliedRef), pendingId: refs.get(pendingRef) };
};

export const readPending = async (repositories: Repositories, app: AppId, id: Oid | undefined): Promise<Pending | undefined> => {
  if (id === undefined) return undefined;
  return { id, entry: parseJournal((await repositories.message(app, id)).message) };
};
