import type { Oid } from '../../core/index.ts';
import { type App, zeroOid } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';
import { branchRef, sourceRef } from './refs.ts';

/** Source `main` is what is accepted: the source commit of config `main`. Idempotent; a rollback moves it back. */
export const settleSource = async (deps: ProtocolDeps, app: App, main: Oid): Promise<void> => {
  const { release, shape } = await deps.repositories.desired(app, main);
  if (release === undefined || shape.deployBranch === undefined) return;
  const ref = branchRef(shape.deployBranch);
  const current = (await deps.repositories.refs(app.id, 'source', ref)).get(ref);
  if (current === release.source) return;
  await deps.repositories.move(app.id, [{ repository: 'source', ref, to: release.source, from: current ?? zeroOid }]);
};

/** Removes `refs/sluice/src/*` that no release names: left by an attempt that crashed before its journal, or failed. */
export const sweepSources = async (deps: ProtocolDeps, app: App, main: Oid): Promise<void> => {
  const kept = await deps.repositories.refs(app.id, 'source', 'refs/sluice/src/');
  if (kept.size === 0) return;
  const named = new Set((await deps.repositories.releases(app.id, main, Number.MAX_SAFE_INTEGER)).map(({ source }) => sourceRef(source)));
  const unnamed = [...kept].filter(([ref]) => !named.has(ref));
  if (unnamed.length > 0)
    await deps.repositories.move(
      app.id,
      unnamed.map(([ref, from]) => ({ repository: 'source', ref, from })),
    );
};
