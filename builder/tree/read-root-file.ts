import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../core/index.ts';

const largestBytes = 64 * 1024;

/**
 * Reads a file the platform itself looks at, at the top of a pushed tree. Undefined where there is none.
 * Never follows a link (its content could reach the pusher in an error message), never waits on a pipe. Throws `build/failed`.
 */
export const readRootFile = async (tree: string, name: string): Promise<Uint8Array | undefined> => {
  const file = await openFile(tree, name);
  if (file === undefined) return undefined;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw notAFile(name);
    if (stat.size > largestBytes) {
      throw new Fault('build/failed', `${name} is larger than ${largestBytes} bytes.`, { hint: `Make ${name} shorter and push again.` });
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
};

const openFile = async (tree: string, name: string) => {
  try {
    return await open(join(tree, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP' || code === 'ENXIO') throw notAFile(name);
    throw error;
  }
};

const notAFile = (name: string): Fault =>
  new Fault('build/failed', `${name} is not an ordinary file.`, { hint: `Make ${name} a plain file at the top of the repository.` });
