import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const root = join(import.meta.dirname, '../..');

/** The files of the project, tracked or about to be, by path from its root. Needs a checkout. */
export const listFiles = async (): Promise<readonly string[]> => {
  const { stdout } = await promisify(execFile)(
    'git',
    ['-c', `safe.directory=${root}`, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: root,
      maxBuffer: 10_000_000,
    },
  );
  return [...new Set(stdout.split('\0').filter((path) => path !== ''))].sort();
};
