import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../core/index.ts';
import { writeFileAtomic } from '../system/index.ts';

export type Credentials = { readonly email: string; readonly key: string };
/** credentials.json: a key per server, and the server signed in to last. */
export type CredentialsFile = { readonly server?: string; readonly servers: Readonly<Record<string, Credentials>> };

const fileName = 'credentials.json';

/** Reads the credentials of a folder; none when there is no file. Throws `usage/invalid` when it is damaged or can't be read. */
export const readCredentials = async (folder: string): Promise<CredentialsFile> => {
  const path = join(folder, fileName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { servers: {} };
    throw new Fault('usage/invalid', `The file of keys can't be read: ${path}.`, { hint: 'Give yourself read access to it.', cause });
  }
  return parseCredentials(text, path);
};

/** Writes the file whole, readable by its owner alone. */
export const writeCredentials = async (folder: string, file: CredentialsFile): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(join(folder, fileName), `${JSON.stringify({ sluice: 1, ...file }, undefined, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new Fault('usage/invalid', `The file of keys can't be written: ${join(folder, fileName)}.`, {
      hint: 'Give yourself write access, or choose another folder: --config FOLDER',
      cause,
    });
  }
};

/** Checks every part; anything unexpected is said, not guessed at, since a wrong guess could send a key to a wrong server. */
export const parseCredentials = (text: string, path: string): CredentialsFile => {
  const damaged = (cause?: unknown) =>
    new Fault('usage/invalid', `The file of keys is damaged: ${path}.`, { hint: 'Remove it and sign in again: sluice login', cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(cause);
  }
  if (!isRecord(value) || value['sluice'] !== 1 || !isRecord(value['servers'])) throw damaged();
  const servers: Record<string, Credentials> = {};
  for (const [url, entry] of Object.entries(value['servers'])) {
    if (!isRecord(entry) || typeof entry['email'] !== 'string' || typeof entry['key'] !== 'string') throw damaged();
    servers[url] = { email: entry['email'], key: entry['key'] };
  }
  const server = value['server'];
  if (server !== undefined && typeof server !== 'string') throw damaged();
  return { ...(server === undefined ? {} : { server }), servers };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
