import type { AppId, Oid } from '../../core/index.ts';

/** Release numbers by commit, kept so that nobody counts twice. May forget anything at any time; implemented by the database. */
export type VersionCache = {
  readonly get: (app: AppId, commit: Oid) => Promise<number | undefined>;
  readonly set: (app: AppId, commit: Oid, version: number) => Promise<void>;
};
