import type { AppId, Deploy, DeployId, DeployKind, DeployState, Oid } from '../../core/index.ts';
import type { Deploys } from './database.ts';
import { createListeners } from './listeners.ts';
import type { Sql } from './sql.ts';

type DeployRow = {
  readonly id: string;
  readonly app: string;
  readonly kind: string;
  readonly state: string;
  readonly by_name: string;
  readonly by_email: string;
  readonly summary: string;
  readonly source: string | null;
  readonly config_commit: string | null;
  readonly version: number | null;
  readonly reason: string | null;
  readonly created_at: number;
  readonly finished_at: number | null;
};

const columns = 'id, app, kind, state, by_name, by_email, summary, source, config_commit, version, reason, created_at, finished_at';

/** Rows of deploys: projections that the protocol writes and people list. */
export const createDeploys = (sql: Sql): Deploys => {
  const saved = createListeners<Deploy>();
  return {
    save: async (deploy) => {
      await sql.query(
        `INSERT INTO deploys (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state, by_name = excluded.by_name,
           by_email = excluded.by_email, summary = excluded.summary, source = excluded.source, config_commit = excluded.config_commit,
           version = excluded.version, reason = excluded.reason, created_at = excluded.created_at, finished_at = excluded.finished_at`,
        deploy.id,
        deploy.app,
        deploy.kind,
        deploy.state,
        deploy.by.name,
        deploy.by.email,
        deploy.summary,
        deploy.source ?? null,
        deploy.commit ?? null,
        deploy.version ?? null,
        deploy.reason ?? null,
        deploy.createdAt,
        deploy.finishedAt ?? null,
      );
      saved.call(deploy);
    },
    get: async (app, id) => {
      const [row] = await sql.query<DeployRow>(`SELECT ${columns} FROM deploys WHERE app = $1 AND id = $2`, app, id);
      return row && toDeploy(row);
    },
    list: async (app, limit) =>
      (await sql.query<DeployRow>(`SELECT ${columns} FROM deploys WHERE app = $1 ORDER BY created_at DESC, id LIMIT $2`, app, limit)).map(
        toDeploy,
      ),
    unfinished: async (app) =>
      (
        await sql.query<DeployRow>(
          `SELECT ${columns} FROM deploys WHERE app = $1 AND state IN ('waiting', 'building', 'rolling', 'undoing') ORDER BY created_at, id`,
          app,
        )
      ).map(toDeploy),
    onSaved: saved.add,
  };
};

/** Written by `save` alone, so the words are those of the type. */
const toDeploy = (row: DeployRow): Deploy => ({
  id: row.id as DeployId,
  app: row.app as AppId,
  kind: row.kind as DeployKind,
  state: row.state as DeployState,
  by: { name: row.by_name, email: row.by_email },
  summary: row.summary,
  ...(row.source === null ? {} : { source: row.source as Oid }),
  ...(row.config_commit === null ? {} : { commit: row.config_commit as Oid }),
  ...(row.version === null ? {} : { version: row.version }),
  ...(row.reason === null ? {} : { reason: row.reason }),
  createdAt: row.created_at,
  ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
});
