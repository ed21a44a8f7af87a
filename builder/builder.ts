import { join } from 'node:path';
import { type AppId, type Build, type BuildRequest, type Built, Fault, type Progress } from '../core/index.ts';
import { buildTree } from './build-tree.ts';
import type { BuilderDeps } from './builder-deps.ts';
import { killBuild } from './run/kill-build.ts';
import { removeTree } from './tree/remove-tree.ts';
import { createWorkFolder, sweepWorkFolders } from './work-folder.ts';

export type Builder = {
  readonly build: Build;
  /** Ends and removes what an earlier life of the server left. Call it once, before the first build. */
  readonly sweep: () => Promise<void>;
  /** Removes the build cache of an app. Idempotent. */
  readonly destroy: (app: AppId) => Promise<void>;
};

/** Builds slugs with buildpacks, on this machine, as the server's own user: only for people who may run code here. */
export const createBuilder = (deps: BuilderDeps): Builder => ({
  build: (request, output, signal) => build(deps, request, output, signal),
  sweep: () => sweepWorkFolders(deps.workFolder),
  destroy: (app) => removeTree(join(deps.cacheFolder, app)),
});

const build = async (deps: BuilderDeps, request: BuildRequest, output: Progress, signal: AbortSignal): Promise<Built> => {
  signal.throwIfAborted();
  const limitMs = deps.limits?.buildMs ?? 30 * 60 * 1000;
  const limit = AbortSignal.timeout(limitMs);
  const either = AbortSignal.any([signal, limit]);
  const work = await createWorkFolder(deps.workFolder, request.environment);
  try {
    return await buildTree(deps, work, request, output, either);
  } catch (error) {
    await killBuild(work.requestId);
    if (!either.aborted) throw error;
    signal.throwIfAborted();
    throw new Fault('build/failed', `The build took longer than ${Math.round(limitMs / 60_000)} minutes and was stopped.`, {
      hint: 'Make the build shorter, then push again.',
    });
  } finally {
    await work.remove();
  }
};
