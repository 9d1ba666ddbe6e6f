import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Times are milliseconds since the epoch; inputs, outputs and events are JSON text. */
const tables = `
  CREATE TABLE IF NOT EXISTS instance(
    id TEXT PRIMARY KEY,
    -- A new one with every generation (continueAsNew) and every re-use of the id.
    executionId TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT,
    status TEXT NOT NULL,
    isSuspended INTEGER NOT NULL DEFAULT 0,
    input TEXT, output TEXT, customStatus TEXT,
    createdAt INTEGER NOT NULL,
    updatedAt INTEGER NOT NULL,
    parentId TEXT, parentExecutionId TEXT, parentTaskId INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS instanceByTime ON instance(createdAt, id);

  CREATE TABLE IF NOT EXISTS history(
    instanceId TEXT NOT NULL,
    position INTEGER NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY(instanceId, position)
  ) WITHOUT ROWID;

  -- What an instance has not seen yet. A timer is a message that is due later.
  CREATE TABLE IF NOT EXISTS inbox(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    instanceId TEXT NOT NULL,
    -- NULL: for whatever generation is there when it arrives.
    executionId TEXT,
    due INTEGER NOT NULL,
    event TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS inboxByInstance ON inbox(instanceId, due);
  CREATE INDEX IF NOT EXISTS inboxByDue ON inbox(due);

  -- Activities that have been asked for and have no result yet.
  CREATE TABLE IF NOT EXISTS activity(
    instanceId TEXT NOT NULL,
    executionId TEXT NOT NULL,
    taskId INTEGER NOT NULL,
    name TEXT NOT NULL,
    input TEXT NOT NULL,
    PRIMARY KEY(instanceId, executionId, taskId)
  ) WITHOUT ROWID;
`;

/** Opens the store's file, or a store in memory for `:memory:`. */
export function openDatabase(file: string): DatabaseSync {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  // With a write-ahead log, NORMAL loses nothing when the process is killed, only when the machine loses power.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA temp_store = MEMORY;
    ${tables}`);
  return database;
}
