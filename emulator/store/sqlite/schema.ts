import { tables } from "./migrations/001-tables.ts";
import { scale } from "./migrations/002-scale.ts";
import { documents } from "./migrations/003-documents.ts";
import { search } from "./migrations/004-search.ts";
import { journal } from "./migrations/005-journal.ts";

/**
 * The numbered steps from an empty file to the current schema; `PRAGMA user_version` counts those
 * taken. A step that has been published is never changed.
 */
export const migrations: readonly string[] = [tables, scale, documents, search, journal];
