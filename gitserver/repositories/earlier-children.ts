import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault, type Log } from '../../core/index.ts';

/**
 * Waits until no process is left whose environment holds all of `marker` (a git child outlives a kill -9 of the server,
 * and moves its ref later), then kills by group those that stay. On systems without /proc it only waits.
 */
export const outliveEarlierChildren = async (marker: Readonly<Record<string, string>>, patienceMs: number, log: Log): Promise<void> => {
  if (Object.keys(marker).length === 0) throw new Error('an empty marker would name every process of the machine');
  const end = Date.now() + patienceMs;
  let left = await markedProcesses(marker);
  while ((left === undefined || left.length > 0) && Date.now() < end) {
    await wait(25);
    left = left && (await markedProcesses(marker));
  }
  for (const pid of left ?? []) {
    log.warn('killing a child of an earlier life of the server', { pid });
    await kill(pid);
  }
  const deadline = Date.now() + 5_000;
  for (let pids = left; pids !== undefined && pids.length > 0; pids = await markedProcesses(marker)) {
    if (Date.now() > deadline) throw stillThere(pids);
    await wait(10);
  }
};

const stillThere = (pids: readonly number[]): Fault =>
  new Fault('data/in-use', `A git of an earlier life can't be ended: process ${pids.join(', ')}.`, {
    hint: 'Look what it waits for (a disk that hangs?), then start again.',
  });

/** Undefined where the system doesn't say. */
const markedProcesses = async (marker: Readonly<Record<string, string>>): Promise<readonly number[] | undefined> => {
  if (process.platform !== 'linux') return undefined;
  const wanted = Object.entries(marker).map(([name, value]) => `\0${name}=${value}\0`);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readProcess(pid, 'environ');
      return pid !== process.pid && environment !== '' && wanted.every((entry) => `\0${environment}`.includes(entry));
    }),
  );
  return pids.filter((_pid, index) => found[index]);
};

/** Empty for a process that is gone, is another user's, or is dead and not yet reaped. */
const readProcess = async (pid: number, file: 'environ' | 'stat'): Promise<string> => {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return '';
    throw error;
  }
};

/** Kills the group it leads or belongs to; never our own. */
const kill = async (pid: number): Promise<void> => {
  const [group, own] = [groupOf(await readProcess(pid, 'stat')), groupOf(await readProcess(process.pid, 'stat'))];
  const target = group === undefined || group === own || group <= 1 ? pid : -group;
  try {
    process.kill(target, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** `pid (name) state parent group …`; the name may hold spaces and brackets. */
const groupOf = (stat: string): number | undefined => {
  const field = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
  return field === undefined ? undefined : Number(field);
};
