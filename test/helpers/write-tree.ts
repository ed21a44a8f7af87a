import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file's content; what starts with `#!` is executable. `link`: a symbolic link. */
export type Tree = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

/** Writes files given by path into a folder, making what folders they need. */
export const writeTree = async (folder: string, tree: Tree): Promise<void> => {
  for (const [path, content] of Object.entries(tree)) {
    const full = join(folder, path);
    await mkdir(dirname(full), { recursive: true });
    if (typeof content === 'object' && 'link' in content) {
      await symlink(content.link, full);
      continue;
    }
    await writeFile(full, content);
    if (typeof content === 'string' && content.startsWith('#!')) await chmod(full, 0o755);
  }
};
