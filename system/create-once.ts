import { link, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomWord } from '../core/index.ts';
import { ifThere } from './if-there.ts';
import { syncFolder } from './sync-folder.ts';
import { writeNewFile } from './write-new-file.ts';

/**
 * The content of a file that is made once and never replaced: what is there, or `make()` written whole and durable.
 * A hard link gives O_EXCL and whole content at once: of two makers one wins and both read the winner's.
 */
export const createOnce = async (path: string, make: () => Promise<string>, mode: number): Promise<string> => {
  const before = await ifThere(readFile(path, 'utf8'));
  if (before !== undefined) return before;
  const content = await make();
  const temporary = `${path}.${randomWord(8)}.tmp`;
  try {
    await writeNewFile(temporary, content, mode);
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return await readFile(path, 'utf8');
};
