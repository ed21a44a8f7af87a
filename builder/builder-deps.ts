import type { Environment, Log, SlugDigest } from '../core/index.ts';
import type { SlugLimits } from './slug/slug-limits.ts';
import type { SlugStore } from './slug/slug-store.ts';

export type BuilderDeps = {
  readonly slugs: Pick<SlugStore, 'put'>;
  /** `cache/`: build caches, a folder for each app. */
  readonly cacheFolder: string;
  /** `builds/`: builds in progress. On the same file system as where `keepTree` moves trees. */
  readonly workFolder: string;
  /** Takes over a built tree, equal to its unpacked slug, so that nothing is unpacked on this machine. May move the folder. */
  readonly keepTree?: (digest: SlugDigest, folder: string) => Promise<void>;
  /** The folder of the Node that runs us: first on the builds' PATH. */
  readonly nodePath: string;
  /** What builds inherit from the server: `inheritedByBuilds(process.env)`. */
  readonly inherited: Environment;
  readonly log: Log;
  /** Milliseconds. */
  readonly now: () => number;
  /** Default: 30 minutes, 1 MB of output, slugs of 500 MB. */
  readonly limits?: { readonly buildMs?: number; readonly outputBytes?: number; readonly slug?: SlugLimits };
};
