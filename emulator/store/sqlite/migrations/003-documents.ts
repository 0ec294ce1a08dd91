/** What is kept beside the hubs: few and small texts, read once when they are first needed. */
export const documents = `
  CREATE TABLE documents (key TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
`;
