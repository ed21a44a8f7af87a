import type { App, Deploy } from '../../core/index.ts';
import type { ProtocolDeps, ProtocolState } from './deps.ts';
import { type End, findEnd } from './find-end.ts';

/** Rows of deploys that a crash left open get the end that the config repository tells. For deploys that are not pending. */
export const settleRows = async (deps: ProtocolDeps, state: ProtocolState, app: App): Promise<void> => {
  const open = (await deps.records.unfinished(app.id)).filter(({ id }) => !state.active.has(id));
  for (const row of open) {
    await deps.records.saveDeploy({ ...row, ...toEnd(await findEnd(deps, app, row.id)), finishedAt: deps.now() });
  }
};

const toEnd = (end: End | undefined): Pick<Deploy, 'state'> & Partial<Deploy> => {
  if (end === undefined) return { state: 'failed', reason: 'The platform stopped before this was recorded; nothing was changed.' };
  return end.kind === 'live' ? { state: 'live', commit: end.commit, version: end.version } : { state: end.kind, reason: end.reason };
};
