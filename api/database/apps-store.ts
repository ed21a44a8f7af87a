import { type AppId, type AppName, Fault, newAppId } from '../../core/index.ts';
import type { Apps, OwnedApp } from './database.ts';
import type { EventLog } from './events-store.ts';
import type { Sql } from './sql.ts';

type AppRow = { readonly id: string; readonly name: string; readonly owner: string; readonly created_at: number };

/** A destroyed app's name is held for its owner this long (DESIGN.md, section 1). */
const heldMs = 30 * 86_400_000;

const toApp = (row: AppRow): OwnedApp => ({ id: row.id as AppId, name: row.name as AppName, owner: row.owner, createdAt: row.created_at });

const living = 'SELECT id, name, owner, created_at FROM apps WHERE confirmed_at IS NOT NULL AND destroyed_at IS NULL';

/** Apps by id and name; a name is unique among those that live. */
export const createApps = (sql: Sql, log: EventLog, now: () => number): Apps => ({
  reserve: ({ name, owner }) =>
    sql.transaction(async (inside) => {
      const held = await inside.query(
        'SELECT id FROM apps WHERE name = $1 AND owner <> $2 AND destroyed_at > $3',
        name,
        owner,
        now() - heldMs,
      );
      if (held.length > 0) throw taken(name);
      const [made] = await inside.query<AppRow>(
        `INSERT INTO apps (id, name, owner, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) WHERE destroyed_at IS NULL DO NOTHING RETURNING id, name, owner, created_at`,
        newAppId(),
        name,
        owner,
        now(),
      );
      if (made !== undefined) return toApp(made);
      const [unfinished] = await inside.query<AppRow>(
        `SELECT id, name, owner, created_at FROM apps
         WHERE name = $1 AND owner = $2 AND confirmed_at IS NULL AND destroyed_at IS NULL`,
        name,
        owner,
      );
      if (unfinished === undefined) throw taken(name);
      return toApp(unfinished);
    }),
  confirm: async (id, by) => {
    await sql.transaction(async (inside) => {
      const confirmed = await inside.query(
        'UPDATE apps SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL AND destroyed_at IS NULL RETURNING id',
        id,
        now(),
      );
      if (confirmed.length > 0) await log.insert(inside, { kind: 'app-created', app: id, at: now(), by });
    });
    log.announce();
  },
  destroyed: (id) =>
    sql.transaction(async (inside) => {
      await inside.query('UPDATE apps SET destroyed_at = $2 WHERE id = $1 AND destroyed_at IS NULL', id, now());
      await inside.query('DELETE FROM app_keys WHERE app = $1', id);
      await inside.query('DELETE FROM versions WHERE app = $1', id);
    }),
  byName: async (name) => {
    const [row] = await sql.query<AppRow>(`${living} AND name = $1`, name);
    return row && toApp(row);
  },
  ownedBy: async (owner) => (await sql.query<AppRow>(`${living} AND owner = $1 ORDER BY name`, owner)).map(toApp),
  all: async () => (await sql.query<AppRow>(`${living} ORDER BY name`)).map(toApp),
});

const taken = (name: AppName): Fault =>
  new Fault('app/exists', `The name «${name}» is taken.`, { hint: 'Choose another one.', data: { field: 'unique_name' } });
