import type { App, AppState } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';
import { toDeploy } from './records.ts';
import { readPending, readStanding } from './refs.ts';

/** Where an app stands, read from its config repository alone. */
export const readState = async (deps: ProtocolDeps, app: App): Promise<AppState> => {
  const { main, applied, pendingId } = await readStanding(deps.repositories, app.id);
  const desired = await deps.repositories.desired(app, main);
  const pending = await readPending(deps.repositories, app.id, pendingId);
  return {
    main,
    version: desired.version,
    ...(applied === undefined ? {} : { appliedVersion: await deps.repositories.version(app.id, applied) }),
    ...(desired.release === undefined ? {} : { source: desired.release.source }),
    shape: desired.shape,
    processes: desired.release?.processes ?? {},
    ...(pending === undefined
      ? {}
      : { pending: toDeploy(app.id, pending.entry, pending.entry.verdict === undefined ? 'rolling' : 'undoing') }),
  };
};
