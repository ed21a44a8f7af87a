import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSource, type Source } from './typescript.ts';

/** Every TypeScript file of the project below `root`, parsed; paths are relative to it. */
export const readSources = async (root: string): Promise<readonly Source[]> => {
  const paths = await listFiles(root, '');
  return Promise.all(paths.sort().map(async (path) => parseSource(path, await readFile(join(root, path), 'utf8'))));
};

/** Not ours (packages, build output), or not part of the program (examples, and the small apps that tests push). */
const passedOver = new Set(['node_modules', 'dist', 'examples', 'test/fixtures']);

const listFiles = async (root: string, folder: string): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || passedOver.has(path)) continue;
    if (entry.isDirectory()) found.push(...(await listFiles(root, path)));
    else if (/\.tsx?$/.test(entry.name)) found.push(path);
  }
  return found;
};
