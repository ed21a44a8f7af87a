import type { AppKeyStore } from '../../core/index.ts';
import type { Sql } from './sql.ts';

/** Sealed keys of apps. What seals them is not here. */
export const createAppKeys = (sql: Sql): AppKeyStore => ({
  load: async (app) => (await sql.query<{ sealed: Uint8Array }>('SELECT sealed FROM app_keys WHERE app = $1', app))[0]?.sealed,
  save: async (app, sealed) => {
    await sql.query(
      'INSERT INTO app_keys (app, sealed) VALUES ($1, $2) ON CONFLICT (app) DO UPDATE SET sealed = excluded.sealed',
      app,
      sealed,
    );
  },
  remove: async (app) => {
    await sql.query('DELETE FROM app_keys WHERE app = $1', app);
  },
});
