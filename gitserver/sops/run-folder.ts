import { statfsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A place for what sops needs in files: a private folder per call, `inMemory` when it never reaches a disk. */
export type RunFolders = {
  readonly inMemory: boolean;
  /** Calls `work` with a fresh 0700 folder and removes it afterwards, whatever happens. */
  readonly use: <Value>(work: (folder: string) => Promise<Value>) => Promise<Value>;
  /** Removes folders an earlier life of this owner left behind. Call it when none is in use. */
  readonly sweep: () => Promise<void>;
};

/** `owner` names whose folders they are (one per data folder: letters and digits), so that a sweep touches no other's. */
export const createRunFolders = (owner: string, parent?: string): RunFolders => {
  const inMemory = parent === undefined && isMemory('/dev/shm');
  const place = parent ?? (inMemory ? '/dev/shm' : tmpdir());
  const prefix = `sluice-${owner}-`;
  return {
    inMemory,
    use: async (work) => {
      const folder = await mkdtemp(join(place, prefix));
      try {
        // Ends sops's search for a configuration in the folders above, which others may write.
        await writeFile(join(folder, '.sops.yaml'), '{}\n', { mode: 0o600 });
        return await work(folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    sweep: async () => {
      const left = (await readdir(place)).filter((name) => name.startsWith(prefix));
      await Promise.all(left.map((name) => rm(join(place, name), { recursive: true, force: true })));
    },
  };
};

const tmpfsMagic = 0x01021994;

const isMemory = (path: string): boolean => {
  try {
    return statfsSync(path).type === tmpfsMagic;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
};
