import { markedProcesses } from '../../system/index.ts';

/**
 * Kills whatever a build left running, also what has left its process group, found by REQUEST_ID in the environment.
 * Only where the system has /proc; elsewhere the process group must do.
 */
export const killBuild = async (requestId: string): Promise<void> => {
  for (const pid of (await markedProcesses({ REQUEST_ID: requestId })) ?? []) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
};
