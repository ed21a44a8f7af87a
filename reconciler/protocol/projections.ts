import type { Oid } from '../../core/index.ts';
import { type App, zeroOid } from '../../core/index.ts';
import type { ProtocolDeps } from './deps.ts';
import { branchRef, sourceRef } from './refs.ts';

/**
 * Source `main` is what is accepted: the source commit of config `main`. Idempotent; a rollback moves it back. Resolves to the
 * branch and its tip; undefined before the first release.
 */
export const settleSource = async (
  deps: ProtocolDeps,
  app: App,
  main: Oid,
): Promise<{ readonly branch: string; readonly commit: Oid } | undefined> => {
  const { release, shape } = await deps.repositories.desired(app, main);
  if (release === undefined || shape.deployBranch === undefined) return undefined;
  const current = await tipOf(deps, app, shape.deployBranch);
  if (current !== release.source) {
    await deps.repositories.move(app.id, [{ repository: 'source', ref: branchRef(shape.deployBranch), to: release.source, from: current }]);
  }
  return { branch: shape.deployBranch, commit: release.source };
};

/** Where a source branch is; `zeroOid` where there is none. */
export const tipOf = async (deps: ProtocolDeps, app: App, branch: string): Promise<Oid> =>
  (await deps.repositories.refs(app.id, 'source', branchRef(branch))).get(branchRef(branch)) ?? zeroOid;

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
