import type { Deploy } from './deploy.ts';
import type { PlatformEvent } from './events.ts';
import type { App, AppId } from './ids.ts';

/** Rows that others list: projections of the journal, rebuilt from it where they lag. The protocol writes them, the database keeps them. */
export type Records = {
  /** Inserts or replaces by id. */
  readonly saveDeploy: (deploy: Deploy) => Promise<void>;
  readonly append: (event: PlatformEvent) => Promise<void>;
  /** Deploys whose row says that they have not ended. */
  readonly unfinished: (app: AppId) => Promise<readonly Deploy[]>;
  readonly apps: () => Promise<readonly App[]>;
};
