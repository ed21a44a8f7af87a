import { lstatSync, type Stats } from 'node:fs';
import { chmod, readdir, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, type Progress } from '../../core/index.ts';

/** One thing in a tree. `path` is relative with "/" between, parents come before children. */
export type TreeEntry =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly executable: boolean; readonly sizeBytes: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

/**
 * Makes a built tree what its slug will hold, and lists it in a fixed order: `.git` anywhere, sockets, pipes and devices are removed,
 * modes become 0755 or 0644 (git knows no others). So a kept tree and an unpacked slug are the same.
 */
export const settleTree = async (tree: string, output: Progress): Promise<readonly TreeEntry[]> => {
  const entries: TreeEntry[] = [];
  const visit = async (above: string): Promise<void> => {
    for (const name of await namesIn(join(tree, above))) {
      const path = above === '' ? name : `${above}/${name}`;
      const entry = await settle(tree, path, output);
      if (entry === undefined) continue;
      entries.push(entry);
      if (entry.kind === 'folder') await visit(path);
    }
  };
  await visit('');
  return entries;
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  const names = (await readdir(folder)).map((name) => ({ name, bytes: Buffer.from(name) }));
  return names.sort((one, other) => Buffer.compare(one.bytes, other.bytes)).map(({ name }) => name);
};

const settle = async (tree: string, path: string, output: Progress): Promise<TreeEntry | undefined> => {
  if (path.includes('\ufffd')) {
    throw new Fault('build/failed', `The name of «${path}» is not UTF-8.`, { hint: 'Rename it and push again.' });
  }
  const full = join(tree, path);
  // Synchronous: with tens of thousands of files the detour over the thread pool would cost seconds; each folder's readdir yields.
  const stat = lstatSync(full);
  if (path === '.git' || path.endsWith('/.git')) {
    await rm(full, { recursive: true, force: true });
    return undefined;
  }
  if (stat.isSymbolicLink()) return { kind: 'link', path, target: await readlink(full) };
  if (stat.isDirectory()) {
    await giveMode(full, stat, 0o755);
    return { kind: 'folder', path };
  }
  if (stat.isFile()) {
    const executable = (stat.mode & 0o100) !== 0;
    await giveMode(full, stat, executable ? 0o755 : 0o644);
    return { kind: 'file', path, executable, sizeBytes: stat.size };
  }
  output(` !     ${path} is a socket, pipe or device: left out of the slug.`);
  await rm(full, { force: true });
  return undefined;
};

const giveMode = async (path: string, stat: Stats, mode: number): Promise<void> => {
  if ((stat.mode & 0o7777) !== mode) await chmod(path, mode);
};
