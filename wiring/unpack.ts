import { rmdir } from 'node:fs/promises';
import { type SlugStore, unpackSlug } from '../builder/index.ts';
import type { AppId, SlugDigest } from '../core/index.ts';

/** The engine hands over an empty folder; the builder makes its own, so that it can promise to leave none after a failure. */
export const createUnpack =
  (slugs: Pick<SlugStore, 'open'>) =>
  async (app: AppId, digest: SlugDigest, folder: string): Promise<void> => {
    const archive = await slugs.open(app, digest);
    try {
      await rmdir(folder);
      await unpackSlug(archive, { folder, digest });
    } finally {
      archive.destroy();
    }
  };
