import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes a folder and all in it, also read-only folders (Go's module cache has them). Idempotent; links are not followed. */
export const removeTree = async (path: string): Promise<void> => {
  try {
    await remove(path);
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    await openUp(path);
    await remove(path);
  }
};

/** Retries, since a process just killed may still have made a file. */
const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });

/** What is gone meanwhile is fine: the failed removal may still be at work in other folders. */
const openUp = async (folder: string): Promise<void> => {
  try {
    await chmod(folder, 0o700);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) await openUp(join(folder, entry.name));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};
