import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomWord } from '../core/index.ts';
import { syncFolder } from './sync-folder.ts';
import { writeNewFile } from './write-new-file.ts';

/** `mode`: of a new file, default 0644. `temporary`: its path until it is whole, in the same folder; default: `<path>.<random>.tmp`. */
type How = { readonly mode?: number; readonly temporary?: string };

/** Writes a whole file so that after a crash it is old or new, never torn: temporary file, fsync, rename, fsync of the folder. */
export const writeFileAtomic = async (path: string, content: string | Uint8Array, how: How = {}): Promise<void> => {
  const { mode = 0o644, temporary = `${path}.${randomWord(8)}.tmp` } = how;
  try {
    await writeNewFile(temporary, content, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
};
