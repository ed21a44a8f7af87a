import { execFile } from 'node:child_process';
import { access, constants, readFile, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Finding } from '../../../engine.ts';

type Tools = { readonly folder: string; readonly environment: Readonly<Record<string, string>>; readonly keeper: () => Promise<void> };

const leastFreeBytes = 1024 ** 3;

/** What this machine gives the local engine and what it lacks, with the fix. `ok: false` on something optional says so in its detail. */
export const examine = async (tools: Tools): Promise<readonly Finding[]> =>
  Promise.all([
    keeperFinding(tools),
    program(tools, { name: 'git', args: ['--version'], fix: 'Install git.' }),
    program(tools, { name: 'bash', args: ['-c', 'echo "$BASH_VERSION"'], fix: 'Install bash: replicas are started by it.' }),
    diskFinding(tools.folder),
    procFinding(),
    inotifyFinding(),
    cgroupFinding(),
    program(tools, {
      name: 'bwrap',
      args: ['--version'],
      fix: 'Install bubblewrap. Replicas do not use it yet: they share the file system and the user of the server.',
    }),
  ]);

const keeperFinding = async ({ keeper }: Tools): Promise<Finding> => {
  try {
    await keeper();
    return { name: 'keeper', ok: true, detail: 'the process that runs replicas answers' };
  } catch (error) {
    return { name: 'keeper', ok: false, detail: (error as Error).message, fix: 'Read keeper.log in the engine folder.' };
  }
};

const program = async (
  { environment }: Tools,
  { name, args, fix }: { readonly name: string; readonly args: readonly string[]; readonly fix: string },
): Promise<Finding> => {
  try {
    const { stdout } = await promisify(execFile)(name, args, { env: environment, timeout: 10_000 });
    return { name, ok: true, detail: stdout.trim().split('\n')[0] ?? '' };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { name, ok: false, detail: missing ? 'not found on PATH' : 'does not answer', fix };
  }
};

const diskFinding = async (folder: string): Promise<Finding> => {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GB free for the data folder`;
  return free >= leastFreeBytes
    ? { name: 'disk', ok: true, detail }
    : { name: 'disk', ok: false, detail, fix: 'Free some space: builds need about 1 GB.' };
};

const procFinding = async (): Promise<Finding> => {
  const readable = await canUse('/proc/self/environ', constants.R_OK);
  return readable
    ? { name: '/proc', ok: true, detail: 'the owner of a port is checked, and processes of a killed keeper are found' }
    : {
        name: '/proc',
        ok: false,
        detail: 'absent: the owner of a port is not checked, and after a kill -9 of the keeper its replicas stay',
        fix: 'On Linux: mount /proc. Elsewhere there is none; end such replicas by hand.',
      };
};

const inotifyFinding = async (): Promise<Finding> => {
  const limit = Number(await readFile('/proc/sys/fs/inotify/max_user_watches', 'utf8').catch(() => 'NaN'));
  if (Number.isNaN(limit)) return { name: 'inotify', ok: true, detail: 'not a Linux system: logs are followed by other means' };
  const ok = limit >= 8192;
  const detail = `${limit} watches`;
  return ok ? { name: 'inotify', ok, detail } : { name: 'inotify', ok, detail, fix: 'sysctl fs.inotify.max_user_watches=65536' };
};

const cgroupFinding = async (): Promise<Finding> => {
  const unified = await canUse('/sys/fs/cgroup/cgroup.controllers', constants.F_OK);
  const split = await canUse('/sys/fs/cgroup/memory', constants.F_OK);
  if (!unified && !split)
    return { name: 'cgroups', ok: false, detail: 'none', fix: 'Sizes are not enforced, with or without them; nothing to do.' };
  const writable = await canUse(unified ? '/sys/fs/cgroup/cgroup.subtree_control' : '/sys/fs/cgroup/memory', constants.W_OK);
  const detail = `${unified ? 'v2' : 'v1 or hybrid'}, ${writable ? 'writable' : 'not writable'}; sizes are a request and are not enforced yet`;
  return { name: 'cgroups', ok: true, detail };
};

const canUse = async (path: string, mode: number): Promise<boolean> => {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false; // the answer
  }
};
