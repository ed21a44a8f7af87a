import { readdirSync, readFileSync } from 'node:fs';

/** Every process Sluice starts carries this variable: engine id, a dot, and the process' key. Children inherit it. */
export const markName = 'SLUICE_REPLICA';

/** Process ids whose mark `matches`, whoever their parent is now. Linux only; elsewhere none. */
export const markedProcesses = (matches: (mark: string) => boolean): number[] => {
  const found: number[] = [];
  for (const name of processFolders()) {
    const mark = markOf(name);
    if (mark !== undefined && matches(mark)) found.push(Number(name));
  }
  return found;
};

/** Kills every marked process with SIGKILL, again until none is left: a process may fork while it is looked for. */
export const killMarked = (matches: (mark: string) => boolean): number => {
  const seen = new Set<number>();
  for (let round = 0; round < 5; round += 1) {
    const found = markedProcesses(matches).filter((pid) => !seen.has(pid));
    if (found.length === 0) break;
    for (const pid of found) {
      seen.add(pid);
      signal(pid, 'SIGKILL');
    }
  }
  return seen.size;
};

/** Sends a signal to a process, or to a group (negative); false when it is gone already. */
export const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ESRCH' || code === 'EPERM') return false;
    throw error;
  }
};

const processFolders = (): string[] => {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return []; // no /proc
  }
};

const markOf = (pid: string): string | undefined => {
  try {
    const environment = `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`;
    const start = environment.indexOf(`\0${markName}=`);
    if (start < 0) return undefined;
    const from = start + markName.length + 2;
    return environment.slice(from, environment.indexOf('\0', from));
  } catch {
    return undefined; // ended meanwhile, or somebody else's
  }
};
