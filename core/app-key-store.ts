import type { AppId } from './ids.ts';

/** Each app's age key, sealed by the platform key before it gets here. The git server seals, the database keeps. */
export type AppKeyStore = {
  readonly load: (app: AppId) => Promise<Uint8Array | undefined>;
  /** Inserts or replaces. */
  readonly save: (app: AppId, sealed: Uint8Array) => Promise<void>;
  readonly remove: (app: AppId) => Promise<void>;
};
