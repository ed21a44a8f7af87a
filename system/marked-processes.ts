import { readdir } from 'node:fs/promises';
import { readProcess } from './read-process.ts';

/**
 * Ids of the processes, but not this one, whose environment holds every variable of `marker`, whoever their parent is now.
 * Undefined where the system doesn't say (no /proc).
 */
export const markedProcesses = async (marker: Readonly<Record<string, string>>): Promise<readonly number[] | undefined> => {
  const wanted = Object.entries(marker).map(([name, value]) => `\0${name}=${value}\0`);
  if (wanted.length === 0) throw new Error('an empty marker would name every process of the machine');
  if (process.platform !== 'linux') return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = pid === process.pid ? undefined : await readProcess(pid, 'environ');
      return environment !== undefined && wanted.every((entry) => `\0${environment}`.includes(entry));
    }),
  );
  return pids.filter((_pid, index) => found[index]);
};
