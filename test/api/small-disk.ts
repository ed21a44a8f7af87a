import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';

const run = promisify(execFile);

/** Runs a test in a folder on a disk of 512 KiB. Where no disk may be mounted it passes, and says that nothing was tried. */
export const withSmallDisk = async (t: ExecutionContext<unknown>, work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await temporaryDirectory(t);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'none', folder]);
  } catch (error) {
    t.log('skipped: this user may not mount a small disk', (error as Error).message.split('\n')[0]);
    t.pass();
    return;
  }
  try {
    await work(folder);
  } finally {
    await run('umount', [folder]);
  }
};
