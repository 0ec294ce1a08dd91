import type { DatabaseSync, StatementSync } from "node:sqlite";

/** More than the fixed statements, and enough for the queries that one user asks again. */
const countMax = 200;

/** Prepares each statement of a database once. */
export function preparedOf(database: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    if (prepared.size >= countMax) prepared.clear();
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}
