import { lstat, mkdir, readdir, readFile, readlink, rmdir, stat, symlink, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomWord } from '../../core/index.ts';
import { syncFolder, writeFileAtomic } from '../../system/index.ts';
import type { ObjectFileSystem } from '../isomorphic-git.ts';

/**
 * The file system isomorphic-git writes objects with: temporary file, fsync, rename, fsync of the folder. Its own way
 * (open with O_TRUNC at the final name) leaves an object that "exists" and is cut short after a crash, for ever.
 * The temporary name is the one git's own `prune` and `fsck` know.
 */
export const objectFileSystem: ObjectFileSystem = {
  readFile,
  readdir,
  stat,
  lstat,
  readlink,
  symlink,
  unlink,
  rmdir,
  mkdir: (path: string) => makeFolder(path),
  writeFile: (path: string, content: Uint8Array | string) => writeObjectFile(path, content),
};

const writeObjectFile = async (path: string, content: Uint8Array | string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeOnce(path, content);
      return;
    } catch (error) {
      // A gc beside us may remove the empty folder between making it and writing into it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === 5) throw error;
      await makeFolder(dirname(path));
    }
  }
};

/** The mode is git's own. */
const writeOnce = (path: string, content: Uint8Array | string): Promise<void> =>
  writeFileAtomic(path, content, { mode: 0o444, temporary: join(dirname(path), `tmp_obj_${randomWord(8)}`) });

/** A folder of objects (`objects/ab`) whose name is durable too. */
const makeFolder = async (path: string): Promise<void> => {
  if (basename(dirname(path)) !== 'objects') throw new Error(`no folder is made at ${path}: not in a repository's objects`);
  await mkdir(path, { recursive: true });
  await syncFolder(dirname(path));
};
