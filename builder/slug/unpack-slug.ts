import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { createZstdDecompress } from 'node:zlib';
import { Fault, type SlugDigest } from '../../core/index.ts';
import { readTar } from '../tar-stream.ts';
import { type SlugLimits, slugLimits } from './slug-limits.ts';
import { createTreeWriter } from './tree-writer.ts';

export type Unpack = {
  /** Is created; must not exist. After a failure it is gone again. */
  readonly folder: string;
  readonly digest: SlugDigest;
  /** Default: what the builder lets into a slug. */
  readonly limits?: SlugLimits;
};

/**
 * Unpacks a slug archive and checks its digest on the way; resolves only when both are done. Nothing is ever written outside
 * `folder`, whatever the archive says. Throws `slug/damaged`, `slug/too-large`, or what reading the archive or writing threw.
 */
export const unpackSlug = async (archive: AsyncIterable<Uint8Array>, unpack: Unpack): Promise<void> => {
  const { folder, digest, limits = slugLimits } = unpack;
  await mkdir(folder, { mode: 0o755 });
  const source = hashed(archive);
  try {
    const writer = createTreeWriter(folder, limits.entries);
    try {
      for await (const entry of readTar(decompressed(source.bytes(), limits))) await writer.add(entry);
    } finally {
      await writer.settled();
    }
    if (source.digest() !== digest) throw new Error(`the digest is ${source.digest()}`);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw source.failure() ?? (isOurs(error) ? error : damaged(digest, error));
  }
};

/** Faults and failures of the file system say what they are; anything else comes from reading a bad archive. */
const isOurs = (error: unknown): boolean => error instanceof Fault || (error as NodeJS.ErrnoException).syscall !== undefined;

const damaged = (digest: SlugDigest, cause: unknown): Fault =>
  new Fault('slug/damaged', `The slug ${digest.slice(0, 12)} is damaged.`, {
    hint: 'Push again with a change, or push with -o clean-cache, to build a new one.',
    cause,
  });

const hashed = (archive: AsyncIterable<Uint8Array>) => {
  const hash = createHash('sha256');
  let failure: unknown;
  let result: string | undefined;
  return {
    async *bytes() {
      try {
        for await (const chunk of archive) {
          hash.update(chunk);
          yield chunk;
        }
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    digest: () => {
      result ??= hash.digest('hex');
      return result;
    },
    failure: () => failure,
  };
};

/** Headers and padding of a tar take about 1 KB an entry on top of the content. */
async function* decompressed(archive: AsyncIterable<Uint8Array>, limits: SlugLimits): AsyncGenerator<Uint8Array> {
  const zstd = createZstdDecompress();
  const fed = (async () => {
    for await (const chunk of archive) {
      await new Promise<void>((resolve, reject) => zstd.write(chunk, (error) => (error ? reject(error) : resolve())));
    }
    zstd.end();
  })().catch((error: unknown) => zstd.destroy(error as Error));
  let left = limits.unpackedBytes + 2048 * limits.entries;
  for await (const chunk of zstd as AsyncIterable<Uint8Array>) {
    left -= chunk.length;
    if (left < 0) throw new Fault('slug/too-large', `A slug unpacks to more than ${limits.unpackedBytes} bytes.`);
    yield chunk;
  }
  await fed;
}
