import type { Answered, Idempotency } from './database.ts';
import type { Sql } from './sql.ts';

const keptMs = 86_400_000;

type AnswerRow = {
  readonly status: number;
  readonly body: string;
  readonly deploy: string | null;
  readonly request: string;
};

/** Answers kept for a day. Older ones go when a new one comes. */
export const createIdempotency = (sql: Sql, now: () => number): Idempotency => ({
  load: async ({ account, route, key }) => {
    const [row] = await sql.query<AnswerRow>(
      'SELECT status, body, deploy, request FROM idempotency WHERE account = $1 AND route = $2 AND key = $3 AND created_at > $4',
      account,
      route,
      key,
      now() - keptMs,
    );
    return row && toAnswered(row);
  },
  save: ({ account, route, key }, { status, body, deploy, request }) =>
    sql.transaction(async (inside) => {
      await inside.query('DELETE FROM idempotency WHERE created_at <= $1', now() - keptMs);
      await inside.query(
        `INSERT INTO idempotency (account, route, key, request, status, body, deploy, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account, route, key) DO NOTHING`,
        account,
        route,
        key,
        request,
        status,
        body,
        deploy ?? null,
        now(),
      );
    }),
});

const toAnswered = ({ status, body, deploy, request }: AnswerRow): Answered => ({
  status,
  body,
  request,
  ...(deploy === null ? {} : { deploy }),
});
