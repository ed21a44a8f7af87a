import { open } from 'node:fs/promises';

/** Writes a file that must not be there yet, and puts its content on disk. Its name is durable once its folder is synced. */
export const writeNewFile = async (path: string, content: string | Uint8Array, mode: number): Promise<void> => {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
};
