import { statusNumbers } from "../../core/status.ts";
import type { EntityFilter, InstanceFilter, TimeRange } from "../reader.ts";
import { allOf, type Condition, entityKey, entityName } from "./query.ts";
import { piecesOf, textIndex } from "./text-search.ts";

/** What a filter asks, beside the hub; what is likely to leave the fewest rows comes first. */
export function instanceConditions(filter: InstanceFilter): readonly Condition[] {
  return [
    ...within("created_at", filter.created, "instances_by_creation"),
    ...within("last_updated_at", filter.lastUpdated, "instances_by_update"),
    ...within("completed_at", filter.completed, "instances_by_completion"),
    ...within("scheduled_start_at", filter.scheduledStart),
    ...prefix(filter.idPrefix, "instances_by_id"),
    ...oneOf(filter.statuses?.map((status) => statusNumbers[status]) ?? []),
    ...foundByText(contains("id", filter.idContains), filter.idContains),
    ...foundByText(contains("name", filter.nameContains), filter.nameContains),
    ...foundByText(
      anyOf(
        ...contains("id", filter.idOrNameContains),
        ...contains("name", filter.idOrNameContains),
      ),
      filter.idOrNameContains,
    ),
    ...contains("coalesce(version, '')", filter.versionContains),
    ...contains("tags", filter.tagContains),
  ];
}

export function isOfStatus({ index }: Condition): boolean {
  return index === byStatus;
}

const byStatus = "instances_by_status";

export function entityConditions(filter: EntityFilter): readonly Condition[] {
  return [
    ...within("last_modified_at", filter.lastModified, "entities_by_modification"),
    ...prefix(filter.idPrefix, "entities_by_id"),
    ...(filter.includeTransient ? [] : [{ sql: "state IS NOT NULL", values: [] }]),
    ...(filter.excludedIdPrefixes ?? []).map(without),
    ...contains("id", filter.idContains),
    ...contains(entityName, filter.nameContains),
    ...contains(entityKey, filter.keyContains),
  ];
}

function oneOf(statuses: readonly number[]): Condition[] {
  if (statuses.length === 0) return [];
  const sql = `status IN (${statuses.map(() => "?").join(", ")})`;
  return [{ sql, values: statuses, index: byStatus }];
}

function within(column: string, range: TimeRange | undefined, index?: string): Condition[] {
  if (range === undefined) return [];
  const { from, to } = range;
  const bounds: Condition[] = [
    ...(from === undefined ? [] : [{ sql: `${column} >= ?`, values: [from] }]),
    ...(to === undefined ? [] : [{ sql: `${column} < ?`, values: [to] }]),
  ];
  const condition = allOf([{ sql: `${column} IS NOT NULL`, values: [] }, ...bounds]);
  return [index === undefined ? condition : { ...condition, index }];
}

// No text of Unicode has a byte 255, so all that begins with the prefix lies below the second.
function prefix(value: string | undefined, index: string): Condition[] {
  if (value === undefined || value === "") return [];
  return [{ sql: "id >= ? AND id < (? || x'FF')", values: [value, value], index }];
}

function without(prefix: string): Condition {
  return { sql: "substr(id, 1, length(?)) <> ?", values: [prefix, prefix] };
}

function foundByText(conditions: readonly Condition[], text = ""): readonly Condition[] {
  const pieces = piecesOf(text);
  if (pieces.length === 0) return conditions;
  return conditions.map((condition) => ({ ...condition, index: textIndex, pieces }));
}

function anyOf(...conditions: readonly Condition[]): Condition[] {
  if (conditions.length === 0) return [];
  const sql = conditions.map((condition) => condition.sql).join(" OR ");
  return [{ sql: `(${sql})`, values: conditions.flatMap(({ values }) => values) }];
}

// SQLite's lower() folds ASCII alone, which is the rule.
function contains(column: string, value: string | undefined): Condition[] {
  if (value === undefined || value === "") return [];
  return [{ sql: `instr(lower(${column}), lower(?)) > 0`, values: [value] }];
}
