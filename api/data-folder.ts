import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Fault, isFault } from '../core/index.ts';
import { ifThere, writeFileAtomic } from '../system/index.ts';
import { toDataFault } from './database/data-fault.ts';
import { lockSqlite } from './database/node-sqlite.ts';

/** Format of the data folder that this code reads and writes. */
const format = 1;

export type DataFolder = { readonly path: string; readonly release: () => void };

/**
 * Takes a data folder for this process alone, making it if need be (0700). The lock is one of the operating system's, so it is
 * free at once however its holder ends. Throws `data/in-use` with the holder's pid, `data/too-new`, `data/unwritable`, `data/full`.
 */
export const acquireFolder = async (folder: string): Promise<DataFolder> => {
  const path = resolve(folder);
  try {
    await makeFolder(path);
    const lock = lockSqlite(join(path, 'lock.db'));
    if (lock === false) throw await inUse(path);
    try {
      await checkFormat(path);
      await writeFileAtomic(join(path, 'lock.pid'), `${process.pid}\n`);
    } catch (error) {
      lock.release();
      throw error;
    }
    return { path, release: lock.release };
  } catch (error) {
    throw named(path, error);
  }
};

/** Not `recursive` of node:fs, which never returns where a parent can't be made, as below /proc. */
const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
};

const checkFormat = async (path: string): Promise<void> => {
  const file = join(path, 'version');
  const text = await ifThere(readFile(file, 'utf8'));
  if (text === undefined) return writeFileAtomic(file, `${format}\n`);
  const found = /^[1-9][0-9]{0,8}$/.test(text.trim()) ? Number(text) : undefined;
  if (found === undefined) {
    throw new Fault('data/failed', `${file} doesn't hold a version number.`, { hint: `Write ${format} into it if this is a data folder.` });
  }
  if (found > format) {
    throw new Fault('data/too-new', `The data folder ${path} has format ${found}; this Sluice knows formats up to ${format}.`, {
      hint: 'Start the newer Sluice that wrote it, or choose another folder with SLUICE_HOME.',
    });
  }
};

/** The pid is written just after the lock is taken, so it may be missing or of the holder before. It is only for the message. */
const inUse = async (path: string): Promise<Fault> => {
  const pid = Number((await ifThere(readFile(join(path, 'lock.pid'), 'utf8')))?.trim());
  const holder = Number.isSafeInteger(pid) && pid > 0 ? `process ${pid}` : 'another process';
  return new Fault('data/in-use', `The data folder ${path} is in use by ${holder}.`, {
    hint: 'Stop that platform, or choose another folder with SLUICE_HOME.',
    ...(holder === 'another process' ? {} : { data: { pid } }),
  });
};

const cannotBeFolder = new Set(['EEXIST', 'ENOTDIR', 'ENOENT', 'EPERM', 'ENAMETOOLONG', 'ELOOP']);

const named = (path: string, error: unknown): unknown => {
  const fault = toDataFault(error);
  const code = (error as { code?: string } | null)?.code ?? '';
  if (!isFault(fault, 'data/unwritable') && !cannotBeFolder.has(code)) return fault;
  return new Fault('data/unwritable', `The data folder ${path} can't be made or written.`, {
    hint: 'Give this user write access to it, or choose another folder with SLUICE_HOME.',
    cause: error,
  });
};
