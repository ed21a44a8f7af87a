import type { AppId, Oid } from '../../core/index.ts';
import { blobOf } from './config-tree.ts';
import { envFileName } from './env-file.ts';
import type { Environments } from './environments.ts';
import type { Git } from './git-program.ts';
import { type HistoryEntry, readHistory } from './history-log.ts';
import type { Objects } from './objects.ts';
import { readBlobs } from './read-blobs.ts';
import { releaseFileName } from './release-file.ts';
import { type EnvBlob, valuesChanged } from './values-changed.ts';
import type { VersionCache } from './version-cache.ts';

export type VersionDeps = {
  readonly git: Git;
  readonly objects: Objects;
  readonly environments: Environments;
  readonly cache: VersionCache;
};

/** How many parents are looked at one by one before the whole history is counted in one go. */
const stepsBack = 8;

/**
 * The release number of a commit: its parent's, plus one when release.yaml or a value of env.yaml changed; 0 without
 * release.yaml. From the cache, or from a near parent in it; else counted from the beginning.
 */
export const versionOf = async (deps: VersionDeps, app: AppId, gitdir: string, commit: Oid): Promise<number> => {
  const chain: Oid[] = [];
  let version: number | undefined;
  let at: Oid | undefined = commit;
  for (let step = 0; step <= stepsBack && at !== undefined && version === undefined; step += 1) {
    version = await deps.cache.get(app, at);
    if (version === undefined) {
      chain.push(at);
      at = (await deps.objects.commit(gitdir, at)).parents[0];
      if (at === undefined) version = 0;
    }
  }
  if (version === undefined) return await remember(deps, app, commit, await countFromBeginning(deps, app, gitdir, commit));
  for (const next of chain.reverse()) version = await remember(deps, app, next, await numberAfter(deps, app, gitdir, next, version));
  return version;
};

const remember = async (deps: VersionDeps, app: AppId, commit: Oid, version: number): Promise<number> => {
  await deps.cache.set(app, commit, version);
  return version;
};

/** A commit's number, its first parent's being known. */
const numberAfter = async (deps: VersionDeps, app: AppId, gitdir: string, commit: Oid, before: number): Promise<number> => {
  const { tree, parents } = await deps.objects.commit(gitdir, commit);
  const now = await deps.objects.tree(gitdir, tree);
  const parent = parents[0] === undefined ? [] : await deps.objects.tree(gitdir, (await deps.objects.commit(gitdir, parents[0])).tree);
  const change = (name: string) => ({ before: blobOf(parent, name), after: blobOf(now, name) });
  if (change(releaseFileName).after === undefined) return 0;
  if (change(releaseFileName).before !== change(releaseFileName).after) return before + 1;
  const env = change(envFileName);
  if (env.before === env.after) return before;
  const file = async (blob: Oid | undefined): Promise<EnvBlob | undefined> =>
    blob === undefined ? undefined : { blob, text: await deps.objects.text(gitdir, blob) };
  const changed = await valuesChanged(await file(env.before), await file(env.after), (old) =>
    deps.environments.read(app, old.blob, old.text),
  );
  return changed ? before + 1 : before;
};

const countFromBeginning = async (deps: VersionDeps, app: AppId, gitdir: string, commit: Oid): Promise<number> => {
  const entries = await readHistory(deps.git, gitdir, commit);
  const releases = await decideReleases(deps, app, gitdir, entries);
  let version = 0;
  for (const [index, entry] of entries.toReversed().entries()) {
    if (entry.release !== undefined && entry.release.after === undefined) version = 0;
    else if (version > 0 || entry.release !== undefined) version += releases[entries.length - 1 - index] ? 1 : 0;
  }
  return version;
};

/** For each entry whether it changed the release or a value. Says nothing about whether there was a release yet. */
export const decideReleases = async (
  deps: VersionDeps,
  app: AppId,
  gitdir: string,
  entries: readonly HistoryEntry[],
): Promise<readonly boolean[]> => {
  const doubtful = entries.filter((entry) => entry.release === undefined && entry.env !== undefined);
  const blobs = doubtful.flatMap(({ env }) => [env?.before, env?.after].filter((oid) => oid !== undefined));
  const texts = await readBlobs(deps.git, gitdir, blobs);
  const file = (blob: Oid | undefined): EnvBlob | undefined => (blob === undefined ? undefined : { blob, text: texts.get(blob) ?? '' });
  const answers: boolean[] = [];
  for (const { release, env } of entries) {
    const isRelease =
      release !== undefined ||
      (await valuesChanged(file(env?.before), file(env?.after), (old) => deps.environments.read(app, old.blob, old.text)));
    answers.push(isRelease);
  }
  return answers;
};
