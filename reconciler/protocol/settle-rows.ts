import type { App, Deploy } from '../../core/index.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { parseJournal } from './journal.ts';
import { failedRef, readStanding } from './refs.ts';

/** Rows of deploys that a crash left open get the end that the config repository tells. For deploys that are not pending. */
export const settleRows = async (deps: ProtocolDeps, state: ProtocolState, app: App): Promise<void> => {
  const open = (await deps.records.unfinished(app.id)).filter(({ id }) => !state.active.has(id));
  if (open.length === 0) return;
  const { main } = await readStanding(deps.repositories, app.id);
  const failed = await deps.repositories.refs(app.id, 'config', 'refs/sluice/failed/');
  for (const row of open) {
    const verdictId = failed.get(failedRef(row.id));
    const ending =
      verdictId === undefined
        ? await endingOf(deps, app, row, main)
        : parseJournal((await deps.repositories.message(app.id, verdictId)).message).verdict;
    await deps.records.saveDeploy({ ...row, ...toEnd(ending), finishedAt: deps.now() });
  }
};

type End = Pick<Deploy, 'state'> & Partial<Pick<Deploy, 'reason' | 'version'>>;

const endingOf = async (deps: ProtocolDeps, app: App, row: Deploy, main: Deploy['commit'] & string): Promise<End> => {
  if (row.commit !== undefined && (await deps.repositories.onFirstParentChain(app.id, row.commit, main))) {
    return { state: 'live', version: await deps.repositories.version(app.id, row.commit) };
  }
  return { state: 'failed', reason: 'The platform stopped before this was recorded; nothing was changed.' };
};

const toEnd = (ending: End | { readonly kind: 'failed' | 'cancelled'; readonly reason: string } | undefined): End => {
  if (ending === undefined) return { state: 'failed', reason: 'The platform stopped before this was recorded; nothing was changed.' };
  return 'kind' in ending ? { state: ending.kind, reason: ending.reason } : ending;
};
