import { spawn } from 'node:child_process';
import type { Environment } from '../../core/index.ts';

export type Program = {
  readonly file: string;
  readonly args: readonly string[];
  /** Working folder. */
  readonly folder: string;
  /** All of the child's environment. */
  readonly environment: Environment;
  readonly stdout: (bytes: Uint8Array) => void;
  readonly stderr: (bytes: Uint8Array) => void;
};
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** How long output may still come from what a finished program left behind outside its group. */
const lingerMs = 1000;

/**
 * Runs a program in a process group of its own and resolves when it is over; what it left running in the group is killed.
 * Aborting kills the group and rejects with the signal's reason. Rejects with the system's error where it can't be started.
 */
export const runProgram = (program: Program, signal: AbortSignal): Promise<Exit> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const child = spawn(program.file, program.args, {
      cwd: program.folder,
      env: program.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const kill = () => killGroup(child.pid);
    let linger: NodeJS.Timeout | undefined;
    signal.addEventListener('abort', kill, { once: true });
    const settle = (finish: () => void) => {
      signal.removeEventListener('abort', kill);
      clearTimeout(linger);
      finish();
    };
    child.stdout.on('data', program.stdout);
    child.stderr.on('data', program.stderr);
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', () => {
      kill();
      linger = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, lingerMs);
    });
    child.once('close', (code, name) => settle(() => (signal.aborted ? reject(signal.reason) : resolve({ code, signal: name }))));
  });

const killGroup = (leader: number | undefined): void => {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // ESRCH: the group is empty. EPERM: macOS says so of a group of zombies.
    if (!['ESRCH', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
};
