import type { App, AppId, Deploy, PlatformEvent, SlugDigest } from '../core/index.ts';

/** What the protocol needs from others, beside the repositories and the build of core. Wired in platform.ts. */

/** Where slugs are. Implemented by builder. */
export type Slugs = {
  readonly has: (app: AppId, digest: SlugDigest) => Promise<boolean>;
  /** Keeps the slug from being swept for `ms` more. */
  readonly lease: (app: AppId, digest: SlugDigest, ms: number) => Promise<void>;
};

/** Rows that others list: projections of the journal, rebuilt from it where they lag. Implemented by api. */
export type Records = {
  /** Inserts or replaces by id. */
  readonly saveDeploy: (deploy: Deploy) => Promise<void>;
  readonly append: (event: PlatformEvent) => Promise<void>;
  /** Deploys whose row says that they have not ended. */
  readonly unfinished: (app: AppId) => Promise<readonly Deploy[]>;
  readonly apps: () => Promise<readonly App[]>;
};
