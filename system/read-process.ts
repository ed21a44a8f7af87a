import { readFile } from 'node:fs/promises';
import { ifThere } from './if-there.ts';

/** A file of /proc/<pid>, as Latin-1. Undefined for a process that is gone or another user's. */
export const readProcess = async (pid: number, file: 'environ' | 'stat'): Promise<string | undefined> => {
  try {
    return await ifThere(readFile(`/proc/${pid}/${file}`, 'latin1'));
  } catch (error) {
    if (['ESRCH', 'EACCES', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
};
