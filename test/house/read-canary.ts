import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'canaries');

/** The files of a small bad program, by path. `// file: PATH` begins each. */
export const readCanary = async (rule: string): Promise<ReadonlyMap<string, string>> => {
  const parts = (await readFile(join(folder, `${rule}.txt`), 'utf8')).split(/^\/\/ file: (.+)\n/m);
  return new Map(parts.flatMap((path, index) => (index % 2 === 1 ? [[path, parts[index + 1] ?? ''] as const] : [])));
};
