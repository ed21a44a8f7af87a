import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, Fault, randomWord } from '../core/index.ts';
import { killBuild } from './run/kill-build.ts';
import { removeTree } from './tree/remove-tree.ts';

/** Folders of one build. Its name is the build's REQUEST_ID, so that what a dead server left running can be found. */
export type WorkFolder = {
  readonly requestId: string;
  readonly tree: string;
  readonly home: string;
  readonly temporary: string;
  readonly variables: string;
  readonly checkouts: string;
  readonly remove: () => Promise<void>;
};

/** Makes the folders of a build, readable by their owner alone, with a file for each config variable. */
export const createWorkFolder = async (folder: string, variables: Environment): Promise<WorkFolder> => {
  const requestId = `build-${randomWord(20)}`;
  const at = (name: string) => join(folder, requestId, name);
  const work = { requestId, tree: at('tree'), home: at('home'), temporary: at('tmp'), variables: at('env'), checkouts: at('buildpacks') };
  const remove = () => removeTree(join(folder, requestId));
  try {
    await mkdir(join(folder, requestId), { recursive: true, mode: 0o700 });
    await Promise.all(['tree', 'home', 'tmp', 'env'].map((name) => mkdir(at(name))));
    await Promise.all(Object.entries(variables).map(([name, value]) => writeVariable(work.variables, name, value)));
  } catch (error) {
    await remove();
    throw error;
  }
  return { ...work, remove };
};

/** Ends and removes what builds of an earlier life of the server left. Call it before the first build. */
export const sweepWorkFolders = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (!name.startsWith('build-')) continue;
    await killBuild(name);
    await removeTree(join(folder, name));
  }
};

/** Without this check a name like `../tree/x` would write where it wants. */
const writeVariable = async (folder: string, name: string, value: string): Promise<void> => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new Fault('config/invalid-name', `«${name}» can't be a config variable's name.`, { hint: 'Use letters, digits and "_".' });
  }
  await writeFile(join(folder, name), value, { mode: 0o600 });
};
