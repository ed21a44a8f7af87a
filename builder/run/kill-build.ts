import { readdir, readFile } from 'node:fs/promises';

/**
 * Kills whatever a build left running, also what has left its process group, found by REQUEST_ID in the environment.
 * Only where the system has /proc; elsewhere the process group must do.
 */
export const killBuild = async (requestId: string): Promise<void> => {
  const mark = `REQUEST_ID=${requestId}`;
  for (const pid of await processes()) {
    if (!(await environmentOf(pid)).includes(mark)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
};

const processes = async (): Promise<readonly number[]> => {
  if (process.platform !== 'linux') return [];
  return (await readdir('/proc')).map(Number).filter((pid) => pid > 1 && pid !== process.pid);
};

const environmentOf = async (pid: number): Promise<readonly string[]> => {
  try {
    return (await readFile(`/proc/${pid}/environ`, 'latin1')).split('\0');
  } catch (error) {
    // Gone meanwhile, or somebody else's.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) return [];
    throw error;
  }
};
