import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomWord } from '../../core/index.ts';
import { ifThere, syncFolder } from '../../system/index.ts';
import type { Git } from './git-program.ts';

/** Ends the names of folders that are being made or removed; `settle` sweeps those a crash left. */
export const unfinishedSuffix = '.unfinished';

/**
 * Makes a bare repository at `path`, wholly or not at all: under another name first, filled by `fill`, every file and
 * folder on disk, then renamed. Does nothing where `path` is there already.
 */
export const makeBareRepository = async (
  git: Git,
  path: string,
  config: string,
  fill: (gitdir: string) => Promise<void>,
): Promise<void> => {
  if (await isThere(path)) return;
  const unfinished = `${path}.${randomWord(8)}${unfinishedSuffix}`;
  try {
    await mkdir(unfinished, { recursive: true });
    // An empty template: none of the machine's own hooks or settings come in.
    await git.run(unfinished, ['init', '--quiet', '--bare', '--template=', '--initial-branch=main', '--object-format=sha1']);
    await mkdir(join(unfinished, 'objects/info'), { recursive: true });
    await writeFile(join(unfinished, 'config'), config);
    await fill(unfinished);
    await syncTree(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(dirname(path));
};

/** Removes a repository: out of sight at once, its files after. Idempotent. */
export const removeRepository = async (path: string): Promise<void> => {
  if (!(await isThere(path))) return;
  const unfinished = `${path}.${randomWord(8)}${unfinishedSuffix}`;
  await rename(path, unfinished);
  await syncFolder(dirname(path));
  await rm(unfinished, { recursive: true, force: true });
};

/** Objects and refs of the config repository are the journal: git makes each of them durable before it answers. */
export const configRepositoryConfig = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
	fsync = all
	logAllRefUpdates = false
[gc]
	auto = 0
[receive]
	autogc = false
	fsckObjects = true
`;

/** A push stays one pack (`unpackLimit`), which is fsynced whole; loose files of big blobs would be packed again at each clone. */
export const sourceRepositoryConfig = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
	fsync = committed,reference
	logAllRefUpdates = false
[gc]
	auto = 0
[receive]
	autogc = false
	fsckObjects = true
	unpackLimit = 1
`;

const isThere = async (path: string): Promise<boolean> => (await ifThere(stat(path))) !== undefined;

const syncTree = async (folder: string): Promise<void> => {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else await syncFile(path);
  }
  await syncFolder(folder);
};

const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};
