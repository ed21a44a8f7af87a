import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '../core/index.ts';
import { createOnce } from '../system/index.ts';

/** The operator's token, in `keys/operator.token` of the data folder: made once, 0600. Throws `platform/insecure` if others can read it. */
export const loadOperatorToken = async (dataFolder: string): Promise<string> => {
  const path = join(dataFolder, 'keys', 'operator.token');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await createOnce(path, async () => `sluice_operator_${randomBytes(32).toString('base64url')}\n`, 0o600);
  return await read(path);
};

/** Mode and content are those of one open file, whatever is put in its place meanwhile. */
const read = async (path: string): Promise<string> => {
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
};
