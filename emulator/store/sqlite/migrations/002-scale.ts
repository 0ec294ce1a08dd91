/**
 * Reading and opening stay quick with a million instances and as many timers: an index for every
 * order that people page by, an inbox apart from what is on its way, counts that are kept.
 * Times that come from outside may lie beyond the integers that can be read back, so are REAL.
 */
export const scale = `
  CREATE TABLE moving (
    sequence INTEGER PRIMARY KEY,
    hub INTEGER NOT NULL,
    target TEXT NOT NULL,
    execution_id TEXT,
    visible_at REAL NOT NULL,
    received INTEGER NOT NULL,
    event BLOB NOT NULL
  );
  INSERT INTO moving SELECT * FROM messages;
  DROP TABLE messages;
  ALTER TABLE moving RENAME TO messages;
  CREATE INDEX messages_received ON messages (hub, target) WHERE received = 1;
  CREATE INDEX messages_sent ON messages (hub, target) WHERE received = 0;
  CREATE INDEX messages_on_their_way ON messages (hub, visible_at, sequence) WHERE received = 0;

  DROP INDEX instances_by_creation;
  CREATE INDEX instances_by_creation ON instances (hub, created_at, id, name);
  CREATE INDEX instances_by_update ON instances (hub, last_updated_at, id);
  DROP INDEX instances_by_completion;
  CREATE INDEX instances_by_completion ON instances (hub, completed_at, id)
    WHERE completed_at IS NOT NULL;
  DROP INDEX instances_by_parent;
  CREATE INDEX instances_by_parent ON instances (hub, parent_id, created_at, id)
    WHERE parent_id IS NOT NULL;

  DROP INDEX history_by_instance;
  CREATE INDEX history_by_instance ON history (instance, key, length);

  CREATE TABLE status_counts (
    hub INTEGER NOT NULL,
    status INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (hub, status)
  ) WITHOUT ROWID;
  INSERT INTO status_counts SELECT hub, status, count(*) FROM instances GROUP BY hub, status;
  CREATE TRIGGER instance_added AFTER INSERT ON instances
  BEGIN
    INSERT INTO status_counts VALUES (new.hub, new.status, 1)
      ON CONFLICT (hub, status) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER instance_moved AFTER UPDATE OF status ON instances
  WHEN new.status <> old.status
  BEGIN
    UPDATE status_counts SET count = count - 1 WHERE hub = old.hub AND status = old.status;
    INSERT INTO status_counts VALUES (new.hub, new.status, 1)
      ON CONFLICT (hub, status) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER instance_taken AFTER DELETE ON instances
  BEGIN
    UPDATE status_counts SET count = count - 1 WHERE hub = old.hub AND status = old.status;
  END;
`;
