import type { AppId, AppName, DeployId, PlatformEvent } from '../../core/index.ts';
import type { Events, NamedEvent } from './database.ts';
import { createListeners } from './listeners.ts';
import type { Sql, SqlValue } from './sql.ts';

/** For stores that log an event in the same step as their own change. */
export type EventLog = {
  readonly insert: (inside: Sql, event: PlatformEvent) => Promise<number>;
  /** After the commit. */
  readonly announce: () => void;
};

type EventRow = {
  readonly sequence: number;
  readonly kind: string;
  readonly app: string;
  readonly name: string;
  readonly at: number;
  readonly by_email: string | null;
  readonly deploy: string | null;
  readonly data: string | null;
};

/** The event log. Statements run one after another, so what is read never has a gap that is filled later. */
export const createEvents = (sql: Sql): { readonly events: Events; readonly log: EventLog } => {
  const appended = createListeners<void>();
  return {
    log: { insert, announce: () => appended.call() },
    events: {
      append: async (event) => {
        const sequence = await insert(sql, event);
        appended.call();
        return sequence;
      },
      read: async ({ after, limit, app, owner }) => {
        const given: [string, SqlValue | undefined][] = [
          ['sequence >', after],
          ['app =', app],
          ['apps.owner =', owner],
        ];
        // Only the conditions asked for, so that the index on app and sequence serves.
        const asked = given.filter((condition): condition is [string, SqlValue] => condition[1] !== undefined);
        const where = asked.map(([condition], index) => `${condition} $${index + 2}`).join(' AND ');
        const rows = await sql.query<EventRow>(
          `SELECT sequence, kind, app, apps.name, at, by_email, deploy, data FROM events JOIN apps ON apps.id = events.app
           ${where === '' ? '' : `WHERE ${where}`} ORDER BY sequence ${after === undefined ? 'DESC' : 'ASC'} LIMIT $1`,
          limit,
          ...asked.map(([, value]) => value),
        );
        return rows.map(toEvent);
      },
      last: async () => (await sql.query<{ last: number }>('SELECT coalesce(max(sequence), 0) AS last FROM events'))[0]?.last ?? 0,
      onAppended: appended.add,
    },
  };
};

const insert = async (sql: Sql, event: PlatformEvent): Promise<number> => {
  const [row] = await sql.query<{ sequence: number }>(
    'INSERT INTO events (kind, app, at, by_email, deploy, data) VALUES ($1, $2, $3, $4, $5, $6) RETURNING sequence',
    event.kind,
    event.app,
    event.at,
    event.by ?? null,
    event.deploy ?? null,
    event.data === undefined ? null : JSON.stringify(event.data),
  );
  if (row === undefined) throw new Error('an event was inserted without a sequence number');
  return row.sequence;
};

/** Written by `insert` alone, so the words and the data are those of the type. */
const toEvent = (row: EventRow): NamedEvent => ({
  sequence: row.sequence,
  kind: row.kind as PlatformEvent['kind'],
  app: row.app as AppId,
  appName: row.name as AppName,
  at: row.at,
  ...(row.by_email === null ? {} : { by: row.by_email }),
  ...(row.deploy === null ? {} : { deploy: row.deploy as DeployId }),
  ...(row.data === null ? {} : { data: JSON.parse(row.data) as NonNullable<PlatformEvent['data']> }),
});
