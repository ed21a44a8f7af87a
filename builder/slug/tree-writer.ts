import { chmod, mkdir, open, symlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Fault } from '../../core/index.ts';
import type { TarEntry } from '../tar-stream.ts';

const smallBytes = 1024 * 1024;
const filesAtOnce = 16;

/**
 * Writes archive entries into an empty folder. An entry's parent must be a folder this writer has made: so no path and no link
 * leads outside. Anything the builder would not have packed is an error. Small files are written several at a time; `settled`
 * waits for them.
 */
export const createTreeWriter = (folder: string, entryLimit: number) => {
  const folders = new Set(['.']);
  const seen = new Set<string>();
  const writing = new Set<Promise<void>>();
  let failure: unknown;

  const add = async (entry: TarEntry): Promise<void> => {
    const path = checkedPath(entry.name, folders, seen);
    if (seen.size > entryLimit) throw new Fault('slug/too-large', `A slug has more than ${entryLimit} files and folders.`);
    const full = join(folder, path);
    if (entry.type === 'directory') await makeFolder(full);
    else if (entry.type === 'symlink') await symlink(entry.target, full);
    else if (entry.type !== 'file') throw new Error(`«${path}» is a ${entry.type}`);
    else if (entry.sizeBytes > smallBytes) return writeFile(full, entry.executable, entry.content);
    else return writeLater(full, entry.executable, await whole(entry.content));
    if (entry.type === 'directory') folders.add(path);
    for await (const _ of entry.content) throw new Error(`«${path}» has content`);
  };

  const writeLater = async (full: string, executable: boolean, content: Uint8Array): Promise<void> => {
    const work = writeFile(full, executable, [content]).catch((error: unknown) => {
      failure ??= error;
    });
    writing.add(work);
    void work.finally(() => writing.delete(work));
    if (writing.size >= filesAtOnce) await Promise.race(writing);
    if (failure !== undefined) throw failure;
  };

  const settled = async (): Promise<void> => {
    await Promise.all(writing);
    if (failure !== undefined) throw failure;
  };
  return { add, settled };
};

const checkedPath = (name: string, folders: ReadonlySet<string>, seen: Set<string>): string => {
  const path = name.replace(/\/$/, '');
  const plain = path !== '' && !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!plain) throw new Error(`«${name}» is not a path inside a slug`);
  if (!folders.has(posix.dirname(path))) throw new Error(`«${name}» is not in a folder of the slug`);
  if (seen.has(path)) throw new Error(`«${name}» is there twice`);
  seen.add(path);
  return path;
};

const makeFolder = async (path: string): Promise<void> => {
  await mkdir(path);
  await chmod(path, 0o755);
};

/** The mode is set apart from opening, since opening is subject to the umask. */
const writeFile = async (path: string, executable: boolean, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> => {
  const file = await open(path, 'wx');
  try {
    for await (const chunk of content) await file.writeFile(chunk);
    await file.chmod(executable ? 0o755 : 0o644);
  } finally {
    await file.close();
  }
};

const whole = async (content: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
};
