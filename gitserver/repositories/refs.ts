import { dirname, join } from 'node:path';
import { isOid, type Oid, type RefUpdate, zeroOid } from '../../core/index.ts';
import { syncFolder } from '../../system/index.ts';
import { type Git, gitFault } from './git-program.ts';

/** Every ref under a prefix, by full name. Throws when git finds one that is broken: it would else read as absent. */
export const listRefs = async (git: Git, gitdir: string, prefix = 'refs/'): Promise<ReadonlyMap<string, Oid>> => {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const listing = await git.attempt(gitdir, ['for-each-ref', '--format=%(objectname) %(refname)', '--', folder]);
  if (!listing.ok || listing.stderr !== '') throw gitFault('git for-each-ref', gitdir, listing.stderr);
  const refs = new Map<string, Oid>();
  for (const line of listing.stdout.toString('utf8').split('\n')) {
    const [oid, ref] = [line.slice(0, 40), line.slice(41)];
    if (isOid(oid) && ref.startsWith(prefix)) refs.set(ref, oid);
  }
  return refs;
};

/**
 * Moves refs in one transaction. False: some `from` isn't held any more, and nothing moved. Believed only on the line
 * `commit: ok`: without `start` git commits a prefix when its writer dies, with it the exit status is 0 though nothing moved.
 */
export const moveRefs = async (git: Git, gitdir: string, updates: readonly RefUpdate[]): Promise<boolean> => {
  if (updates.length === 0) return true;
  const input = `start\n${updates.map(toLine).join('')}prepare\ncommit\n`;
  const result = await git.attempt(gitdir, ['update-ref', '--stdin'], input);
  if (result.ok && result.stdout.toString('utf8').endsWith('commit: ok\n')) {
    await syncRefs(gitdir, updates);
    return true;
  }
  if (isCompareFailure(result.stderr) || !(await isHeld(git, gitdir, updates))) return false;
  throw gitFault('git update-ref', gitdir, result.stderr);
};

const toLine = ({ ref, to, from }: RefUpdate): string => {
  if (!isPlainRef(ref) || [to, from].some((oid) => oid !== undefined && !isOid(oid))) throw new Error(`not an update of a ref: ${ref}`);
  if (to !== undefined) return `update ${ref} ${to}${from === undefined ? '' : ` ${from}`}\n`;
  if (from === zeroOid) return `verify ${ref} ${zeroOid}\n`;
  return `delete ${ref}${from === undefined ? '' : ` ${from}`}\n`;
};

/** Nothing that would be another line or field of update-ref's input; the finer rules are git's. */
const isPlainRef = (ref: string): boolean => /^refs\/[^\s"~^:?*[\\]+$/.test(ref) && !/\p{Cc}/u.test(ref);

const isCompareFailure = (stderr: string): boolean =>
  /cannot lock ref '[^']*': (is at [0-9a-f]+ but expected|reference already exists|unable to resolve reference '[^']*'$)/m.test(stderr);

/** Git's wording may change; where it isn't known, the refs themselves tell whether each `from` is still held. */
const isHeld = async (git: Git, gitdir: string, updates: readonly RefUpdate[]): Promise<boolean> => {
  const refs = await listRefs(git, gitdir);
  return updates.every(({ ref, from }) => from === undefined || (refs.get(ref) ?? zeroOid) === from);
};

/** Git makes a ref's file durable but not its name: the rename, and a removal (also in packed-refs), are in the folders. */
const syncRefs = async (gitdir: string, updates: readonly RefUpdate[]): Promise<void> => {
  const folders = new Set(updates.map(({ ref }) => dirname(join(gitdir, ref))));
  if (updates.some(({ to }) => to === undefined)) folders.add(gitdir);
  await Promise.all([...folders].map(syncNearest));
};

/** Git removes the folder of the last ref in it; then the folder above holds the change. */
const syncNearest = async (folder: string): Promise<void> => {
  try {
    await syncFolder(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await syncNearest(dirname(folder));
  }
};
