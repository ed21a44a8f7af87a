import { type AccountRow, toAccount } from './accounts-store.ts';
import type { ApiKeys } from './database.ts';
import type { Sql } from './sql.ts';

const keysKept = 100;
const dayMs = 86_400_000;

/** Hashes of API keys. The time of use is kept by the day, so that it costs one write a day and not one a request. */
export const createApiKeys = (sql: Sql, now: () => number): ApiKeys => {
  const today = () => Math.floor(now() / dayMs);
  const insert = (inside: Sql, account: string, hash: Uint8Array) =>
    inside.query('INSERT INTO api_keys (hash, account, created_at, used_day) VALUES ($1, $2, $3, $4)', hash, account, now(), today());
  return {
    add: (account, hash) =>
      sql.transaction(async (inside) => {
        await insert(inside, account, hash);
        await inside.query(
          `DELETE FROM api_keys WHERE account = $1 AND hash <> $2 AND hash NOT IN
             (SELECT hash FROM api_keys WHERE account = $1 AND hash <> $2 ORDER BY used_day DESC, created_at DESC LIMIT $3)`,
          account,
          hash,
          keysKept - 1,
        );
      }),
    accountOf: async (hash) => {
      const [row] = await sql.query<AccountRow & { used_day: number }>(
        `SELECT accounts.id, accounts.email, accounts.password, accounts.created_at, api_keys.used_day
         FROM api_keys JOIN accounts ON accounts.id = api_keys.account WHERE api_keys.hash = $1`,
        hash,
      );
      if (row === undefined) return undefined;
      if (row.used_day < today()) await sql.query('UPDATE api_keys SET used_day = $2 WHERE hash = $1', hash, today());
      return toAccount(row);
    },
    replaceAll: (account, hash) =>
      sql.transaction(async (inside) => {
        await inside.query('DELETE FROM api_keys WHERE account = $1', account);
        await insert(inside, account, hash);
      }),
  };
};
