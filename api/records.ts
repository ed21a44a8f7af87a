import type { Records } from '../core/index.ts';
import type { Database } from './database/database.ts';
import { bare } from './route.ts';

/** The database as the protocol sees it. */
export const createRecords = ({ deploys, events, apps }: Pick<Database, 'deploys' | 'events' | 'apps'>): Records => ({
  saveDeploy: deploys.save,
  append: async (event) => {
    await events.append(event);
  },
  unfinished: deploys.unfinished,
  apps: async () => (await apps.all()).map(bare),
});
