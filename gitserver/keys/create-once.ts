import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomWord } from '../../core/index.ts';
import { syncFolder } from '../../system/index.ts';

/**
 * The content of a file that is made once and never replaced: what is there, or `make()` written whole and durable.
 * A hard link gives O_EXCL and whole content at once: of two makers one wins and both read the winner's.
 */
export const createOnce = async (path: string, make: () => Promise<string>, mode: number): Promise<string> => {
  const before = await readIfThere(path);
  if (before !== undefined) return before;
  const content = await make();
  const temporary = `${path}.${randomWord(8)}.tmp`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return await readFile(path, 'utf8');
};

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
