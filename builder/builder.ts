import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppId, type Environment, Fault, type Log, type Progress, type SlugDigest } from '../core/index.ts';
import type { Build, BuildRequest, Built } from './build.ts';
import type { BuildpackSession } from './buildpack/buildpack-session.ts';
import { runBuildpacks } from './buildpack/run-buildpacks.ts';
import type { Processes } from './process-type.ts';
import { parseProcfile } from './procfile.ts';
import { buildEnvironment, stack } from './run/build-environment.ts';
import { createBuildLog } from './run/build-log.ts';
import { killBuild } from './run/kill-build.ts';
import { packSlug } from './slug/pack-slug.ts';
import { type SlugLimits, slugLimits } from './slug/slug-limits.ts';
import type { SlugStore } from './slug/slug-store.ts';
import { readRootFile } from './tree/read-root-file.ts';
import { removeTree } from './tree/remove-tree.ts';
import { settleTree } from './tree/settle-tree.ts';
import { parseSlugIgnore, removeIgnored } from './tree/slug-ignore.ts';
import { createWorkFolder, sweepWorkFolders, type WorkFolder } from './work-folder.ts';

export type BuilderDeps = {
  readonly slugs: Pick<SlugStore, 'put'>;
  /** `cache/`: build caches, a folder for each app. */
  readonly cacheFolder: string;
  /** `builds/`: builds in progress. On the same file system as where `keepTree` moves trees. */
  readonly workFolder: string;
  /** Takes over a built tree, equal to its unpacked slug, so that nothing is unpacked on this machine. May move the folder. */
  readonly keepTree?: (digest: SlugDigest, folder: string) => Promise<void>;
  /** The folder of the Node that runs us: first on the builds' PATH. */
  readonly nodePath: string;
  /** What builds inherit from the server: `inheritedByBuilds(process.env)`. */
  readonly inherited: Environment;
  readonly log: Log;
  /** Milliseconds. */
  readonly now: () => number;
  /** Default: 30 minutes, 1 MB of output, slugs of 500 MB. */
  readonly limits?: { readonly buildMs?: number; readonly outputBytes?: number; readonly slug?: SlugLimits };
};

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
    return await buildIn(deps, work, request, output, either);
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

const buildIn = async (
  deps: BuilderDeps,
  work: WorkFolder,
  request: BuildRequest,
  output: Progress,
  signal: AbortSignal,
): Promise<Built> => {
  const startedAt = deps.now();
  const log = createBuildLog(output, deps.limits?.outputBytes ?? 1_000_000);
  const cache = join(deps.cacheFolder, request.app.id);
  if (request.clean) await removeTree(cache);
  await mkdir(join(cache, 'build'), { recursive: true, mode: 0o700 });
  await request.export(work.tree);
  await prepareTree(work.tree, log.line);
  const environment = buildEnvironment({ ...deps, ...work, commit: request.commit });
  const session: BuildpackSession = { ...work, cache: join(cache, 'build'), environment, exports: [], log, signal };
  const folders = { clones: join(cache, 'buildpacks'), checkouts: work.checkouts };
  const ran = await runBuildpacks(session, { variables: request.environment, folders });
  // Read again: a buildpack may have written it.
  const processes = { ...ran.processes, ...(await procfileOf(work.tree)) };
  if (Object.keys(processes).length === 0) throw nothingToRun();
  output('-----> Build succeeded');
  const builtAt = deps.now();

  const slug = await storeSlug(deps, work.tree, request, output, signal);
  const timings = { buildMs: builtAt - startedAt, slugMs: deps.now() - builtAt };
  deps.log.info('slug built', { app: request.app.id, digest: slug.digest, bytes: slug.sizeBytes, ...timings });
  const release = { slug, source: request.commit, processes, buildpacks: ran.buildpacks, stack, template: 1 };
  return { release, timings };
};

/** What .slugignore names is gone before any buildpack runs; a Procfile that can't be read is refused before minutes are spent. */
const prepareTree = async (tree: string, output: Progress): Promise<void> => {
  await procfileOf(tree);
  const file = await readRootFile(tree, '.slugignore');
  if (file === undefined) return;
  const { rules, warnings } = parseSlugIgnore(file);
  for (const warning of warnings) output(` !     ${warning}`);
  await removeIgnored(tree, rules);
};

const procfileOf = async (tree: string): Promise<Processes> => {
  const file = await readRootFile(tree, 'Procfile');
  return file === undefined ? {} : parseProcfile(file);
};

const storeSlug = async (deps: BuilderDeps, tree: string, { app }: BuildRequest, output: Progress, signal: AbortSignal) => {
  const entries = await settleTree(tree, output);
  const limits = deps.limits?.slug ?? slugLimits;
  const { digest, sizeBytes } = await deps.slugs.put(app.id, untilAborted(packSlug(tree, entries, limits), signal));
  output(`-----> Slug ${size(sizeBytes)} (sha256 ${digest.slice(0, 12)}…)`);
  try {
    await deps.keepTree?.(digest, tree);
  } catch (error) {
    // Only a shortcut: the engine unpacks the slug when it has no tree.
    deps.log.warn('a built tree was not kept', { app: app.id, digest, error });
  }
  return { digest, sizeBytes };
};

async function* untilAborted(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    yield chunk;
  }
}

const size = (bytes: number): string => (bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

const nothingToRun = (): Fault =>
  new Fault('build/failed', 'The build gave nothing to run: there is no Procfile and the buildpack names no process type.', {
    hint: 'Add a Procfile with a line such as "web: node server.js", commit it and push again.',
  });
