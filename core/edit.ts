import type { ReleaseFile } from './desired.ts';
import type { Oid } from './ids.ts';

/** Who asked for a change: becomes the commit's author. */
export type Author = { readonly name: string; readonly email: string };

/**
 * A change to a config repository, told by keys, so that it can be made again on a newer head when it loses a race.
 * `release` comes from a source push; the others from the API.
 */
export type Edit =
  | { readonly kind: 'release'; readonly release: ReleaseFile; readonly deployBranch: string; readonly message?: string }
  | { readonly kind: 'env'; readonly set: Readonly<Record<string, string>>; readonly unset: readonly string[] }
  | { readonly kind: 'scale'; readonly processes: Readonly<Record<string, { readonly replicas?: number; readonly size?: number }>> }
  | { readonly kind: 'restart'; readonly nonce: string }
  /** Back to release `version`, which is config commit `commit`: its release.yaml and its values, under today's recipients. */
  | { readonly kind: 'rollback'; readonly version: number; readonly commit: Oid };

/** A release in an app's history: a commit on the first-parent chain of config `main` that changed slug or environment. */
export type Release = {
  readonly version: number;
  readonly commit: Oid;
  /** The source commit that runs in it. */
  readonly source: Oid;
  readonly summary: string;
  readonly author: Author;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};
