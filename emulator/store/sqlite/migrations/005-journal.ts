/** Groups of rows that are durable and not yet in the tables; see journal.ts. */
export const journal = `
  CREATE TABLE journal (key INTEGER PRIMARY KEY, rows TEXT NOT NULL, bytes BLOB NOT NULL);
`;
