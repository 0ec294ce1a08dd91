/**
 * A search for part of an id or a name reads what may hold it, not every instance: each has its
 * text, in pieces of three characters, under its key. And pages by name have an index.
 */
export const search = `
  CREATE INDEX instances_by_name ON instances (hub, name, id);

  CREATE VIRTUAL TABLE instance_texts USING fts5
    (text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
  INSERT INTO instance_texts (rowid, text) SELECT key, id || char(10) || name FROM instances;
  CREATE TRIGGER instance_text_added AFTER INSERT ON instances
  BEGIN
    INSERT INTO instance_texts (rowid, text) VALUES (new.key, new.id || char(10) || new.name);
  END;
  CREATE TRIGGER instance_text_changed AFTER UPDATE OF name ON instances
  WHEN new.name <> old.name
  BEGIN
    DELETE FROM instance_texts WHERE rowid = old.key;
    INSERT INTO instance_texts (rowid, text) VALUES (new.key, new.id || char(10) || new.name);
  END;
  CREATE TRIGGER instance_text_removed AFTER DELETE ON instances
  BEGIN
    DELETE FROM instance_texts WHERE rowid = old.key;
  END;
`;
