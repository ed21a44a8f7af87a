import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A unix socket's address holds 108 bytes on Linux and 104 on macOS, its final zero included. */
const longest = 103;

/**
 * Calls `use` with a path to `name` in `folder` that fits a socket address: the plain one, or for a deep folder one through a symbolic
 * link that lives as long as the call. The kernel follows the link when it connects; nothing needs it afterwards.
 */
export const withShortPath = async <Value>(
  { folder, name }: { readonly folder: string; readonly name: string },
  use: (path: string) => Promise<Value>,
): Promise<Value> => {
  const plain = join(folder, name);
  if (Buffer.byteLength(plain) <= longest) return use(plain);
  const temporary = await mkdtemp(join(tmpdir(), 'sluice-'));
  try {
    await symlink(folder, join(temporary, 'f'));
    return await use(join(temporary, 'f', name));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};
