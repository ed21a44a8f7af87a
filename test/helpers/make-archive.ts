import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { zstdCompressSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import type { SlugDigest } from '../../core/index.ts';

/** An archive with exactly these entries, also ones the builder would never pack, and its digest. */
export const makeArchive = async (entries: readonly (Partial<Header> & { readonly name: string; readonly content?: string })[]) => {
  const tar = pack();
  for (const { content, ...header } of entries) {
    if (content === undefined) tar.entry({ size: 0, ...header }).end(undefined);
    else tar.entry(header, content);
  }
  tar.finalize();
  return sealed(zstdCompressSync(await buffer(tar as unknown as AsyncIterable<Uint8Array>)));
};

/** Any bytes as an archive, with their true digest. */
export const sealed = (bytes: Uint8Array) => ({
  archive: async function* () {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  },
  bytes,
  digest: createHash('sha256').update(bytes).digest('hex') as SlugDigest,
});
