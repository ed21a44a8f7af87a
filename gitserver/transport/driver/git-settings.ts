import { fileURLToPath } from 'node:url';

/** The folder of the two hooks, for every repository. */
export const hooksFolder = fileURLToPath(new URL('../../hooks', import.meta.url));

/**
 * `-c` arguments for every git that serves a client, advertisements too: what a repository's own file says about these
 * counts for nothing. `landed`: full names of the refs that proc-receive moves.
 */
export const gitSettings = (settings: { readonly packBytes: number; readonly landed: readonly string[] }): string[] =>
  [
    `core.hooksPath=${hooksFolder}`,
    'core.fsync=all',
    // Otherwise git tries to find deltas between large binaries at each clone: 30 s for 200 MB.
    'core.bigFileThreshold=1m',
    'pack.windowMemory=64m',
    'pack.threads=1',
    'transfer.fsckObjects=true',
    'transfer.hideRefs=refs/sluice',
    'receive.advertisePushOptions=true',
    'receive.advertiseAtomic=true',
    'receive.autogc=false',
    'receive.keepAlive=5',
    `receive.maxInputSize=${settings.packBytes}`,
    'receive.denyDeletes=false',
    'receive.denyNonFastForwards=false',
    ...settings.landed.map((ref) => `receive.procReceiveRefs=${ref}`),
  ].flatMap((setting) => ['-c', setting]);
