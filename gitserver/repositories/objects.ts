import { Fault, isFault, type Oid } from '../../core/index.ts';
import { type ObjectPlace, type RawObject, readGitObject, writeGitObject } from '../isomorphic-git.ts';
import { type BoundedMap, createBoundedMap } from './bounded-map.ts';
import { type Commit, formatCommit, parseCommit, type Signer } from './commit-text.ts';
import { objectFileSystem } from './object-file-system.ts';
import { formatTree, parseTree, type TreeEntry } from './tree-text.ts';

/** Objects of config repositories, by id. Reads are cached; a write resolves when the object is durable. */
export type Objects = {
  readonly commit: (gitdir: string, oid: Oid) => Promise<Commit>;
  readonly tree: (gitdir: string, oid: Oid) => Promise<readonly TreeEntry[]>;
  readonly text: (gitdir: string, oid: Oid) => Promise<string>;
  /** The tree of a commit, or the id itself where it names a tree. */
  readonly treeOf: (gitdir: string, oid: Oid) => Promise<Oid>;
  readonly writeText: (gitdir: string, text: string) => Promise<Oid>;
  readonly writeTree: (gitdir: string, entries: readonly TreeEntry[]) => Promise<Oid>;
  readonly writeCommit: (gitdir: string, commit: Commit, sign: Signer) => Promise<Oid>;
};

/** `cacheBytes`: how much of what was read or written is kept in memory. */
export const createObjects = (cacheBytes: number): Objects => {
  const cache = createBoundedMap<RawObject>(cacheBytes);
  const packs = createBoundedMap<object>(64);
  const read = async (gitdir: string, oid: Oid): Promise<RawObject> => {
    const known = cache.get(oid);
    if (known !== undefined) return known;
    const object = await readOrFault(placeOf(packs, gitdir), oid);
    cache.set(oid, object, object.content.length + 200);
    return object;
  };
  const write = async (gitdir: string, object: RawObject): Promise<Oid> => {
    const oid = await writeGitObject(placeOf(packs, gitdir), object);
    cache.set(oid, object, object.content.length + 200);
    return oid;
  };
  const commit: Objects['commit'] = async (gitdir, oid) =>
    parsed(gitdir, oid, 'commit', await read(gitdir, oid), (content) => parseCommit(utf8(content)));
  return {
    commit,
    tree: async (gitdir, oid) => parsed(gitdir, oid, 'tree', await read(gitdir, oid), parseTree),
    text: async (gitdir, oid) => parsed(gitdir, oid, 'blob', await read(gitdir, oid), utf8),
    treeOf: async (gitdir, oid) => ((await read(gitdir, oid)).type === 'tree' ? oid : (await commit(gitdir, oid)).tree),
    writeText: (gitdir, text) => write(gitdir, { type: 'blob', content: Buffer.from(text) }),
    writeTree: (gitdir, entries) => write(gitdir, { type: 'tree', content: formatTree(entries) }),
    writeCommit: (gitdir, data, sign) => write(gitdir, { type: 'commit', content: Buffer.from(formatCommit(data, sign)) }),
  };
};

const utf8 = (content: Uint8Array): string => Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');

const placeOf = (packs: BoundedMap<object>, gitdir: string): ObjectPlace => {
  const cache = packs.get(gitdir) ?? {};
  packs.set(gitdir, cache);
  return { fs: objectFileSystem, gitdir, cache };
};

const readOrFault = async (place: ObjectPlace, oid: Oid): Promise<RawObject> => {
  try {
    return await readGitObject(place, oid);
  } catch (error) {
    throw damaged(place.gitdir, oid, error);
  }
};

const parsed = <Value>(
  gitdir: string,
  oid: Oid,
  type: RawObject['type'],
  object: RawObject,
  parse: (content: Uint8Array) => Value,
): Value => {
  try {
    if (object.type !== type) throw new Error(`it is a ${object.type}, not a ${type}`);
    return parse(object.content);
  } catch (error) {
    throw damaged(gitdir, oid, error);
  }
};

const damaged = (gitdir: string, oid: Oid, cause: unknown): Fault =>
  isFault(cause)
    ? cause
    : new Fault('repository/damaged', `Object ${oid} can't be read in ${gitdir}.`, {
        hint: `Look at it with: git --git-dir=${gitdir} fsck`,
        cause,
      });
