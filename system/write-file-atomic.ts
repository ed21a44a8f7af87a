import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomWord } from '../core/index.ts';

/** Writes a whole file so that after a crash it is old or new, never torn: temporary file, fsync, rename, fsync of the folder. */
export const writeFileAtomic = async (path: string, content: string | Uint8Array, mode = 0o644): Promise<void> => {
  const temporary = `${path}.${randomWord(8)}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
};

/** Makes renames and removals in a folder durable. */
export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
