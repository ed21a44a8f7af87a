import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ifThere, writeFileAtomic } from '../../../system/index.ts';

/** `id` marks the processes of this engine folder. `key` makes stamps that tell nobody a value by trying. */
export type Identity = { readonly id: string; readonly key: Buffer };

/** Reads the engine's key file (0600), or makes it on the first start. */
export const readIdentity = async (folder: string): Promise<Identity> => {
  const path = join(folder, 'key');
  const key = (await readKey(path)) ?? randomBytes(32);
  await writeFileAtomic(path, key.toString('hex'), { mode: 0o600 });
  return { id: createHmac('sha256', key).update('engine id').digest('hex').slice(0, 16), key };
};

const readKey = async (path: string): Promise<Buffer | undefined> => {
  const key = Buffer.from((await ifThere(readFile(path, 'utf8'))) ?? '', 'hex');
  return key.length === 32 ? key : undefined;
};
