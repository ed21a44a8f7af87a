import type { AppId, SlugDigest } from '../core/index.ts';

/** Where slugs are, as far as the protocol needs it: the part of the builder's store that keeps one from being swept. */
export type Slugs = {
  readonly has: (app: AppId, digest: SlugDigest) => Promise<boolean>;
  /** Keeps the slug from being swept for `ms` more. */
  readonly lease: (app: AppId, digest: SlugDigest, ms: number) => Promise<void>;
};
