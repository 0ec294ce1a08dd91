/** The tables, and the first indexes over them. */
export const tables = `
  CREATE TABLE hubs (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

  CREATE TABLE instances (
    key INTEGER PRIMARY KEY,
    hub INTEGER NOT NULL,
    id TEXT NOT NULL,
    execution_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT,
    status INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_updated_at INTEGER NOT NULL,
    completed_at INTEGER,
    scheduled_start_at INTEGER,
    parent_id TEXT,
    tags TEXT NOT NULL,
    history_length INTEGER NOT NULL,
    more TEXT NOT NULL
  );
  CREATE UNIQUE INDEX instances_by_id ON instances (hub, id);
  CREATE INDEX instances_by_creation ON instances (hub, created_at, id);
  CREATE INDEX instances_by_status ON instances (hub, status, created_at, id);
  CREATE INDEX instances_by_completion ON instances (hub, completed_at, id)
    WHERE completed_at IS NOT NULL;
  CREATE INDEX instances_by_parent ON instances (hub, parent_id) WHERE parent_id IS NOT NULL;

  CREATE TABLE payloads (instance INTEGER NOT NULL, field TEXT NOT NULL, value);
  CREATE UNIQUE INDEX payloads_by_field ON payloads (instance, field);

  CREATE TABLE history (
    key INTEGER PRIMARY KEY,
    instance INTEGER NOT NULL,
    length INTEGER NOT NULL,
    events BLOB NOT NULL
  );
  CREATE INDEX history_by_instance ON history (instance, key);

  CREATE TABLE messages (
    sequence INTEGER PRIMARY KEY,
    hub INTEGER NOT NULL,
    target TEXT NOT NULL,
    execution_id TEXT,
    visible_at INTEGER NOT NULL,
    received INTEGER NOT NULL,
    event BLOB NOT NULL
  );
  CREATE INDEX messages_by_target ON messages (hub, target);
  CREATE INDEX messages_on_their_way ON messages (hub, visible_at, sequence) WHERE received = 0;
  CREATE INDEX messages_received ON messages (hub, sequence, target) WHERE received = 1;

  CREATE TABLE tasks (
    sequence INTEGER PRIMARY KEY,
    hub INTEGER NOT NULL,
    instance_id TEXT NOT NULL,
    execution_id TEXT NOT NULL,
    instance_version TEXT,
    name TEXT NOT NULL,
    version TEXT,
    event BLOB NOT NULL
  );
  CREATE INDEX tasks_by_instance ON tasks (hub, instance_id);

  CREATE TABLE children (
    key INTEGER PRIMARY KEY,
    hub INTEGER NOT NULL,
    parent_id TEXT NOT NULL,
    task_scheduled_id INTEGER NOT NULL,
    instance_id TEXT NOT NULL
  );
  CREATE INDEX children_by_parent ON children (hub, parent_id, task_scheduled_id, key);

  CREATE TABLE entities (
    key INTEGER PRIMARY KEY,
    hub INTEGER NOT NULL,
    id TEXT NOT NULL,
    execution_id TEXT NOT NULL,
    state TEXT,
    last_modified_at INTEGER NOT NULL,
    lock_owner TEXT,
    lock_section TEXT
  );
  CREATE UNIQUE INDEX entities_by_id ON entities (hub, id);
  CREATE INDEX entities_by_modification ON entities (hub, last_modified_at, id);
`;
