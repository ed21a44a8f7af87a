import type { Versions } from './database.ts';
import type { Sql } from './sql.ts';

/** Release numbers already counted. Git knows them; this only saves the walk. */
export const createVersions = (sql: Sql): Versions => ({
  load: async (app, commit) =>
    (await sql.query<{ version: number }>('SELECT version FROM versions WHERE app = $1 AND config_commit = $2', app, commit))[0]?.version,
  save: async (app, commit, version) => {
    await sql.query(
      `INSERT INTO versions (app, config_commit, version) VALUES ($1, $2, $3)
       ON CONFLICT (app, config_commit) DO UPDATE SET version = excluded.version`,
      app,
      commit,
      version,
    );
  },
  drop: async (app) => {
    await sql.query('DELETE FROM versions WHERE app = $1', app);
  },
});
