import type { App, AppId, Deploy, PlatformEvent } from '../core/index.ts';
import type { Database } from './database/database.ts';
import { bare } from './route.ts';

/** Rows that the reconciler's protocol writes and reads. Equal in structure to its port. */
export type Records = {
  readonly saveDeploy: (deploy: Deploy) => Promise<void>;
  readonly append: (event: PlatformEvent) => Promise<void>;
  readonly unfinished: (app: AppId) => Promise<readonly Deploy[]>;
  readonly apps: () => Promise<readonly App[]>;
};

/** The database as the protocol sees it. */
export const createRecords = ({ deploys, events, apps }: Pick<Database, 'deploys' | 'events' | 'apps'>): Records => ({
  saveDeploy: deploys.save,
  append: async (event) => {
    await events.append(event);
  },
  unfinished: deploys.unfinished,
  apps: async () => (await apps.all()).map(bare),
});
