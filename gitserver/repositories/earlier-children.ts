import { setTimeout as wait } from 'node:timers/promises';
import { Fault, type Log } from '../../core/index.ts';
import { markedProcesses, readProcess } from '../../system/index.ts';

/**
 * Waits until no process is left whose environment holds all of `marker` (a git child outlives a kill -9 of the server,
 * and moves its ref later), then kills by group those that stay. On systems without /proc it only waits.
 */
export const outliveEarlierChildren = async (marker: Readonly<Record<string, string>>, patienceMs: number, log: Log): Promise<void> => {
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
const groupOf = (stat: string | undefined): number | undefined => {
  const field = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
  return field === undefined ? undefined : Number(field);
};
