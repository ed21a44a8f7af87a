import { Fault, randomWord } from '../../core/index.ts';
import type { Account, Accounts } from './database.ts';
import type { Sql } from './sql.ts';

export type AccountRow = {
  readonly id: string;
  readonly email: string;
  readonly password: string | null;
  readonly created_at: number;
};

export const toAccount = (row: AccountRow): Account => ({
  id: row.id,
  email: row.email,
  ...(row.password === null ? {} : { password: row.password }),
  createdAt: row.created_at,
});

/** Accounts by id and by e-mail. */
export const createAccounts = (sql: Sql, now: () => number): Accounts => ({
  create: async ({ email, password }) => {
    const rows = await sql.query<AccountRow>(
      `INSERT INTO accounts (id, email, password, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO NOTHING RETURNING id, email, password, created_at`,
      `u${randomWord(12)}`,
      email,
      password ?? null,
      now(),
    );
    const [row] = rows;
    if (row !== undefined) return toAccount(row);
    throw new Fault('account/exists', `There is an account ${email} already.`, {
      hint: 'For one more key of it: --existing-ok (in the API: "existing_ok": true).',
      data: { field: 'email' },
    });
  },
  byId: async (id) => {
    const [row] = await sql.query<AccountRow>('SELECT id, email, password, created_at FROM accounts WHERE id = $1', id);
    return row && toAccount(row);
  },
  byEmail: async (email) => {
    const [row] = await sql.query<AccountRow>('SELECT id, email, password, created_at FROM accounts WHERE email = $1', email);
    return row && toAccount(row);
  },
  setPassword: async (id, password) => {
    await sql.query('UPDATE accounts SET password = $2 WHERE id = $1', id, password);
  },
});
