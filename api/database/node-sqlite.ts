import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { createKeyedLock } from '../../system/index.ts';
import { toDataFault } from './data-fault.ts';
import type { Sql, SqlValue } from './sql.ts';

export type SqliteFile = { readonly sql: Sql; readonly close: () => Promise<void> };

/**
 * Opens a file for one process: write-ahead log, each commit on the disk before its promise resolves, foreign keys held.
 * Failures of SQLite come out as `data/*` faults.
 */
export const openSqlite = (file: string): SqliteFile => {
  const database = guard(() => open(file));
  const statements = new Map<string, StatementSync>();
  const oneAtATime = createKeyedLock();

  const run = <Row>(text: string, values: readonly SqlValue[]): readonly Row[] =>
    guard(() => {
      const statement = statements.get(text) ?? database.prepare(text);
      statements.set(text, statement);
      // Only the caller knows the columns of its statement.
      return statement.all(Object.fromEntries(values.map((value, index) => [`$${index + 1}`, value]))) as Row[];
    });

  const inside: Sql = { query: async (text, ...values) => run(text, values), transaction: (work) => work(inside) };
  const sql: Sql = {
    query: (text, ...values) => oneAtATime('database', async () => run(text, values)),
    transaction: (work) =>
      oneAtATime('database', async () => {
        run('BEGIN IMMEDIATE', []);
        try {
          const value = await work(inside);
          run('COMMIT', []);
          return value;
        } catch (error) {
          if (database.isTransaction) run('ROLLBACK', []);
          throw error;
        }
      }),
  };
  return { sql, close: () => oneAtATime('database', async () => database.close()) };
};

/** Holds an exclusive lock on a file until `release`, or until the process ends in whatever way. False: somebody else holds it. */
export const lockSqlite = (file: string): { readonly release: () => void } | false => {
  const database = guard(() => new DatabaseSync(file, { timeout: 0 }));
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return false;
    throw toDataFault(error);
  }
};

const open = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5_000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

const guard = <Value>(work: () => Value): Value => {
  try {
    return work();
  } catch (error) {
    throw toDataFault(error);
  }
};

const isBusy = (error: unknown): boolean => ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;
