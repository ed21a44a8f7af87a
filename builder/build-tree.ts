import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildRequest, type Built, Fault, type Progress } from '../core/index.ts';
import type { BuilderDeps } from './builder-deps.ts';
import type { BuildpackSession } from './buildpack/buildpack-session.ts';
import { runBuildpacks } from './buildpack/run-buildpacks.ts';
import type { Processes } from './process-type.ts';
import { parseProcfile } from './procfile.ts';
import { buildEnvironment, stack } from './run/build-environment.ts';
import { createBuildLog } from './run/build-log.ts';
import { packSlug } from './slug/pack-slug.ts';
import { slugLimits } from './slug/slug-limits.ts';
import { readRootFile } from './tree/read-root-file.ts';
import { removeTree } from './tree/remove-tree.ts';
import { settleTree } from './tree/settle-tree.ts';
import { parseSlugIgnore, removeIgnored } from './tree/slug-ignore.ts';
import type { WorkFolder } from './work-folder.ts';

/** The steps of one build, in a work folder that its caller makes and removes. */
export const buildTree = async (
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
