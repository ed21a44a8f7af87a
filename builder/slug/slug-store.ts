import type { Readable } from 'node:stream';
import type { AppId, SlugDigest } from '../../core/index.ts';

export type StoredSlug = {
  readonly digest: SlugDigest;
  readonly sizeBytes: number /** Milliseconds since the epoch. */;
  readonly keptUntil: number;
};

/** Where slugs are kept, per app, by content. Every implementation passes test/contracts/slug-store.ts. */
export type SlugStore = {
  /** Stores an archive under its SHA-256: whole or not at all. It is leased for 24 h. What the archive throws is thrown. */
  readonly put: (app: AppId, archive: AsyncIterable<Uint8Array>) => Promise<StoredSlug>;
  readonly has: (app: AppId, digest: SlugDigest) => Promise<boolean>;
  /** The archive, from its beginning. Throws `slug/not-found`. Not checked: `unpackSlug` does that. */
  readonly open: (app: AppId, digest: SlugDigest) => Promise<Readable>;
  /** Keeps the slug from being swept for `ms` more from now; never shortens an earlier lease. Throws `slug/not-found`. */
  readonly lease: (app: AppId, digest: SlugDigest, ms: number) => Promise<void>;
  /** By digest. */
  readonly list: (app: AppId) => Promise<readonly StoredSlug[]>;
  /** Idempotent; a lease doesn't stop it. */
  readonly remove: (app: AppId, digest: SlugDigest) => Promise<void>;
  /** Removes the slugs of an app that are neither in `keep` nor leased, and what interrupted `put`s left. Returns the digests removed. */
  readonly sweep: (app: AppId, keep: ReadonlySet<SlugDigest>) => Promise<readonly SlugDigest[]>;
  /** Removes all slugs of an app. Idempotent. */
  readonly destroy: (app: AppId) => Promise<void>;
};
