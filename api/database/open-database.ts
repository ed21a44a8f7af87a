import { closeSync, openSync } from 'node:fs';
import { Fault, isFault } from '../../core/index.ts';
import { createAccounts } from './accounts-store.ts';
import { createApiKeys } from './api-keys-store.ts';
import { createAppKeys } from './app-keys-store.ts';
import { createApps } from './apps-store.ts';
import { toDataFault } from './data-fault.ts';
import type { Database } from './database.ts';
import { createDeploys } from './deploys-store.ts';
import { createEvents } from './events-store.ts';
import { createIdempotency } from './idempotency-store.ts';
import { migrate } from './migrations.ts';
import { openSqlite } from './node-sqlite.ts';
import { createVersions } from './versions-store.ts';

/** Opens or makes the platform's database in one file, which only its user can read. Throws `data/*`. */
export const openDatabase = async ({ file, now = Date.now }: { readonly file: string; readonly now?: () => number }): Promise<Database> => {
  makePrivate(file);
  const { sql, close } = openSqlite(file);
  try {
    await migrate(sql);
  } catch (error) {
    await close();
    throw error;
  }
  const { events, log } = createEvents(sql);
  return {
    accounts: createAccounts(sql, now),
    apiKeys: createApiKeys(sql, now),
    apps: createApps(sql, log, now),
    appKeys: createAppKeys(sql),
    deploys: createDeploys(sql),
    events,
    versions: createVersions(sql),
    idempotency: createIdempotency(sql, now),
    check: async () => {
      await sql.query('SELECT version FROM schema_version');
    },
    close,
  };
};

/** SQLite gives its side files the mode of the main one. */
const makePrivate = (file: string): void => {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    const fault = toDataFault(error);
    if (isFault(fault)) throw fault;
    throw new Fault('data/unwritable', `The database ${file} can't be opened.`, {
      hint: 'Make its folder, and give this user write access to it.',
      cause: error,
    });
  }
};
