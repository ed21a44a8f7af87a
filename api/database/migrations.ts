import { Fault } from '../../core/index.ts';
import type { Sql } from './sql.ts';

/** Each entry takes the schema one version further. Never edited once released. The types are SQLite's; the rest is common SQL. */
const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE accounts (
      id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT, created_at INTEGER NOT NULL)`,
    `CREATE TABLE api_keys (
      hash BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts (id), created_at INTEGER NOT NULL, used_day INTEGER NOT NULL)`,
    'CREATE INDEX api_keys_account ON api_keys (account)',
    `CREATE TABLE apps (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL REFERENCES accounts (id),
      created_at INTEGER NOT NULL, confirmed_at INTEGER, destroyed_at INTEGER)`,
    'CREATE UNIQUE INDEX apps_living_name ON apps (name) WHERE destroyed_at IS NULL',
    'CREATE INDEX apps_name ON apps (name)',
    'CREATE INDEX apps_owner ON apps (owner)',
    'CREATE TABLE app_keys (app TEXT PRIMARY KEY REFERENCES apps (id), sealed BLOB NOT NULL)',
    `CREATE TABLE deploys (
      id TEXT PRIMARY KEY, app TEXT NOT NULL REFERENCES apps (id), kind TEXT NOT NULL, state TEXT NOT NULL,
      by_name TEXT NOT NULL, by_email TEXT NOT NULL, summary TEXT NOT NULL, source TEXT, config_commit TEXT, version INTEGER,
      reason TEXT, created_at INTEGER NOT NULL, finished_at INTEGER)`,
    'CREATE INDEX deploys_app ON deploys (app, created_at)',
    `CREATE TABLE events (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, app TEXT NOT NULL REFERENCES apps (id), at INTEGER NOT NULL,
      by_email TEXT, deploy TEXT, data TEXT)`,
    'CREATE INDEX events_app ON events (app, sequence)',
    `CREATE TABLE versions (
      app TEXT NOT NULL, config_commit TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (app, config_commit))`,
    `CREATE TABLE idempotency (
      account TEXT NOT NULL REFERENCES accounts (id), route TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL,
      status INTEGER NOT NULL, body TEXT NOT NULL, deploy TEXT, created_at INTEGER NOT NULL, PRIMARY KEY (account, route, key))`,
    'CREATE INDEX idempotency_age ON idempotency (created_at)',
  ],
];

/** Brings the schema up to date, in one step. Throws `data/too-new` for a schema of a later Sluice, and then changes nothing. */
export const migrate = (sql: Sql): Promise<void> =>
  sql.transaction(async (inside) => {
    await inside.query('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
    const [row] = await inside.query<{ version: number }>('SELECT version FROM schema_version');
    const current = row?.version ?? 0;
    if (current > migrations.length) {
      throw new Fault('data/too-new', `The database has schema ${current}; this Sluice knows schemas up to ${migrations.length}.`, {
        hint: 'Start the newer Sluice that wrote it.',
      });
    }
    if (current === migrations.length) return;
    for (const statement of migrations.slice(current).flat()) await inside.query(statement);
    await inside.query('DELETE FROM schema_version');
    await inside.query('INSERT INTO schema_version (version) VALUES ($1)', migrations.length);
  });
