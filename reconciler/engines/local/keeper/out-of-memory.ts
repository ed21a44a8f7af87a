import { readFileSync } from 'node:fs';

/**
 * Tells whether the kernel killed something for want of memory since the last sample. The kernel says so in one counter of the whole
 * machine; together with a SIGKILL that nobody of ours sent it is as good as a name. Elsewhere than on Linux it never knows.
 */
export const createOutOfMemory = (): { readonly sample: () => void; readonly rose: () => boolean } => {
  let seen = kills();
  return {
    sample: () => {
      seen = kills();
    },
    rose: () => kills() > seen,
  };
};

const kills = (): number => {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // no /proc: never known
  }
};
