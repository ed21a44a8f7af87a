import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault, randomWord } from '../core/index.ts';
import { syncFolder } from '../system/index.ts';

/** The operator's token, in `keys/operator.token` of the data folder: made once, 0600. Throws `platform/insecure` if others can read it. */
export const loadOperatorToken = async (dataFolder: string): Promise<string> => {
  const path = join(dataFolder, 'keys', 'operator.token');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return (await read(path)) ?? (await make(path));
};

const read = async (path: string): Promise<string | undefined> => {
  try {
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      if ((mode & 0o077) !== 0) {
        throw new Fault('platform/insecure', `${path} can be read by others.`, { hint: `Type: chmod 600 ${path}` });
      }
      const token = (await file.readFile('utf8')).trim();
      if (token.length >= 32) return token;
      throw new Fault('platform/insecure', `${path} holds no token of this platform.`, {
        hint: 'Delete it; the next start makes a new one.',
      });
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** A link shows the whole file at once, and of two makers the first wins. */
const make = async (path: string): Promise<string> => {
  const temporary = `${path}.${randomWord(8)}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(`sluice_operator_${randomBytes(32).toString('base64url')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return (await readFile(path, 'utf8')).trim();
};
