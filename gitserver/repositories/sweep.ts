import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../core/index.ts';
import { ifThere } from '../../system/index.ts';
import { unfinishedSuffix } from './bare-repository.ts';

/**
 * Removes what a crash leaves in the repositories below `root`: locks, quarantines of pushes, repositories half made or
 * half removed. Only to be called when no git runs there.
 */
export const sweepRepositories = async (root: string, log: Log): Promise<void> => {
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(root, entry.name);
    if (entry.name.endsWith(unfinishedSuffix)) await remove(path, log);
    else if (entry.name.endsWith('.git')) await sweepRepository(path, log);
  }
};

const sweepRepository = async (gitdir: string, log: Log): Promise<void> => {
  await sweepFolder(gitdir, (name) => name.endsWith('.lock') || name.startsWith('tmp_'), log);
  await sweepLocks(join(gitdir, 'refs'), log);
  const objects = join(gitdir, 'objects');
  await sweepFolder(objects, (name) => name.startsWith('tmp_objdir-'), log);
  await sweepFolder(join(objects, 'info'), (name) => name.endsWith('.lock') || name.startsWith('tmp_'), log);
  await sweepFolder(join(objects, 'pack'), (name) => name.startsWith('tmp_') || name.startsWith('.tmp-'), log);
};

const sweepLocks = async (folder: string, log: Log): Promise<void> => {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await sweepLocks(path, log);
    else if (entry.name.endsWith('.lock')) await remove(path, log);
  }
};

const sweepFolder = async (folder: string, isStale: (name: string) => boolean, log: Log): Promise<void> => {
  for (const entry of await entriesOf(folder)) {
    if (isStale(entry.name)) await remove(join(folder, entry.name), log);
  }
};

const entriesOf = async (folder: string) => (await ifThere(readdir(folder, { withFileTypes: true }))) ?? [];

const remove = async (path: string, log: Log): Promise<void> => {
  log.info('removing what a crash left', { path });
  await rm(path, { recursive: true, force: true });
};
