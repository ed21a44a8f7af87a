import { promisify } from 'node:util';
import { constants, createZstdCompress } from 'node:zlib';
import { Fault } from '../../core/index.ts';
import type { TreeEntry } from '../tree/settle-tree.ts';
import { type SlugLimits, slugLimits } from './slug-limits.ts';
import { tarBytes } from './tar-bytes.ts';

/** The slug archive of a settled tree (tar, zstd). Equal trees give equal bytes on equal Node versions. Throws `slug/too-large`. */
export async function* packSlug(
  tree: string,
  entries: readonly TreeEntry[],
  limits: SlugLimits = slugLimits,
): AsyncGenerator<Uint8Array, void> {
  const unpacked = entries.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.sizeBytes : 0), 0);
  if (unpacked > limits.unpackedBytes) throw tooLarge(`${megabytes(unpacked)} before compression`, megabytes(limits.unpackedBytes));
  if (entries.length > limits.entries) throw tooLarge(`${entries.length} files and folders`, String(limits.entries));
  let size = 0;
  for await (const chunk of compressed(tarBytes(tree, entries))) {
    size += chunk.length;
    if (size > limits.archiveBytes) throw tooLarge(`more than ${megabytes(limits.archiveBytes)}`, megabytes(limits.archiveBytes));
    yield chunk;
  }
}

async function* compressed(blocks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const zstd = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const write = promisify((block: Uint8Array, done: (error?: Error | null) => void) => zstd.write(block, done));
  // Waiting for each block and ending apart from the last one keeps timing out of the bytes: zstd ends a frame
  // differently when the end comes together with input.
  const fed = (async () => {
    for (const block of blocks) await write(block);
    zstd.end();
  })().catch((error: unknown) => zstd.destroy(error as Error));
  yield* zstd as AsyncIterable<Uint8Array>;
  await fed;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

const tooLarge = (found: string, limit: string): Fault =>
  new Fault('slug/too-large', `The slug is too large: ${found}, at most ${limit} are allowed.`, {
    hint: 'List what the app does not need at run time in .slugignore and push again.',
  });
