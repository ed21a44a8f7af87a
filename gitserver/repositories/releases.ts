import type { AppId, Oid, Release } from '../../core/index.ts';
import type { Git } from './git-program.ts';
import { readHistory } from './history-log.ts';
import { readBlobs } from './read-blobs.ts';
import { parseReleaseFile, releaseFileName } from './release-file.ts';
import { unreadable } from './unreadable.ts';
import { decideReleases, type VersionDeps, versionOf } from './versions.ts';

/** Releases on the first-parent chain of `commit`, newest first, at most `limit`. Its cost goes with `limit`, not with the history. */
export const listReleases = async (
  deps: VersionDeps,
  place: { readonly app: AppId; readonly gitdir: string },
  commit: Oid,
  limit: number,
): Promise<readonly Release[]> => {
  const { app, gitdir } = place;
  const newest = await versionOf(deps, app, gitdir, commit);
  const wanted = Math.min(limit, newest);
  if (wanted <= 0) return [];
  // Most commits that touch the two files are releases; where re-keys hide some, look further back.
  for (let window = wanted + 10; ; window *= 4) {
    const entries = await readHistory(deps.git, gitdir, commit, window);
    const decisions = await decideReleases(deps, app, gitdir, entries);
    const found = entries.filter((_entry, index) => decisions[index]).slice(0, wanted);
    if (found.length < wanted && entries.length === window) continue;
    const sources = await readSources(
      deps.git,
      gitdir,
      found.map((entry) => entry.commit),
    );
    return found.map((entry, index) => ({
      version: newest - index,
      commit: entry.commit,
      source: sources[index] as Oid,
      summary: entry.summary,
      author: entry.author,
      createdAt: entry.createdAt,
    }));
  }
};

/** The source commit that each release runs: what its release.yaml says. */
const readSources = async (git: Git, gitdir: string, commits: readonly Oid[]): Promise<readonly Oid[]> => {
  const names = commits.map((commit) => `${commit}:${releaseFileName}\n`).join('');
  const listing = (await git.run(gitdir, ['cat-file', '--batch-check=%(objectname)'], names)).toString('utf8').trim().split('\n') as Oid[];
  const texts = await readBlobs(git, gitdir, listing);
  return listing.map((blob) => {
    const { release, problems } = parseReleaseFile(texts.get(blob) ?? '');
    if (release === undefined) throw unreadable(releaseFileName, problems);
    return release.source;
  });
};

/** Whether `ancestor` is on the first-parent chain of `commit`. Looks near first: it nearly always is. */
export const isOnFirstParentChain = async (
  git: Git,
  gitdir: string,
  { ancestor, commit }: { readonly ancestor: Oid; readonly commit: Oid },
): Promise<boolean> => {
  if (ancestor === commit) return true;
  for (let count = 64; ; count *= 16) {
    const output = await git.run(gitdir, ['rev-list', '--first-parent', `--max-count=${count}`, commit, '--']);
    const chain = output.toString('latin1').trim().split('\n');
    if (chain.includes(ancestor)) return true;
    if (chain.length < count) return false;
  }
};
