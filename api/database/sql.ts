export type SqlValue = string | number | null | Uint8Array;

/**
 * What the stores need of a database: statements with `$1`, `$2`, ... in the common part of SQLite's and PostgreSQL's SQL.
 * Statements and transactions run one after another.
 */
export type Sql = {
  /** Rows of one statement. `Row` names its columns: the caller knows its own statement. */
  readonly query: <Row>(text: string, ...values: readonly SqlValue[]) => Promise<readonly Row[]>;
  /** All or nothing: rolled back when `work` throws. `work` uses only the `Sql` it is given. */
  readonly transaction: <Value>(work: (sql: Sql) => Promise<Value>) => Promise<Value>;
};
