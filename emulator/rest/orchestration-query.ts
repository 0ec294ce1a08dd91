import type { Status } from "../core/status.ts";
import type { InstanceColumn, InstanceFilter, InstanceQuery, TimeRange } from "../store/reader.ts";
import { type JsonRecord, recordOf, textOf } from "./json-record.ts";
import { statusName, statusOfName } from "./status-name.ts";

const columns: Readonly<Record<string, InstanceColumn>> = {
  ORCHESTRATION_ID: "instanceId",
  NAME: "name",
  VERSION: "version",
  CREATED_AT: "createdAt",
  LAST_UPDATED_AT: "lastUpdatedAt",
  START_AT: "scheduledStart",
  COMPLETED_AT: "completedAt",
  ORCHESTRATION_STATUS: "status",
};

const directions: Readonly<Record<string, InstanceQuery["direction"]>> = {
  ASCENDING_SORT: "ascending",
  DESCENDING_SORT: "descending",
};

const countDefault = 100;
const countMax = 1_000;

/**
 * The body of a query. Answers the text of what is wrong when it asks for something that cannot be
 * done: a condition that is left out in silence would answer the wrong instances.
 */
export function orchestrationQueryOf(body: JsonRecord): InstanceQuery | string {
  const filter = filterOf(recordOf(body.filter) ?? {});
  if (typeof filter === "string") return filter;
  const { startIndex = 0, count = countDefault } = recordOf(body.pagination) ?? {};
  if (!isCount(startIndex) || !isCount(count)) return "startIndex and count are whole numbers";
  const sort: unknown = Array.isArray(body.sort) ? body.sort[0] : undefined;
  const { column = "CREATED_AT", direction = "DESCENDING_SORT" } = recordOf(sort) ?? {};
  const orderBy = columns[String(column)];
  if (orderBy === undefined) return `no sort column ${column}; there are ${namesIn(columns)}`;
  const turn = directions[String(direction)];
  if (turn === undefined) return `no direction ${direction}; there are ${namesIn(directions)}`;
  const limit = Math.min(count, countMax);
  return { filter, orderBy, direction: turn, skip: startIndex, limit, withPayloads: false };
}

type FilterPart = (value: JsonRecord) => InstanceFilter | string;

const parts: Readonly<Record<string, FilterPart>> = {
  orchestrationId: textPart("idContains"),
  name: textPart("nameContains"),
  version: textPart("versionContains"),
  tags: textPart("tagContains"),
  createdAt: timePart("created"),
  lastUpdatedAt: timePart("lastUpdated"),
  completedAt: timePart("completed"),
  orchestrationStatus: ({ status }) => {
    const names: readonly unknown[] = Array.isArray(status) ? status : [];
    const unknown = names.find((name) => statusOfName(name) === undefined);
    if (unknown !== undefined) return `no status ${unknown}; one is ${statusName("running")}`;
    return { statuses: names.map(statusOfName).filter((known) => known !== undefined) };
  },
};

function filterOf(filter: JsonRecord): InstanceFilter | string {
  let whole: InstanceFilter = {};
  for (const [name, value] of Object.entries(filter)) {
    const condition = recordOf(value);
    if (condition === undefined) continue;
    const part = parts[name]?.(condition) ?? `no filter '${name}'; there are ${namesIn(parts)}`;
    if (typeof part === "string") return part;
    whole = { ...whole, ...part };
  }
  return whole;
}

function textPart(field: "idContains" | "nameContains" | "versionContains" | "tagContains") {
  return ({ value }: JsonRecord): InstanceFilter => {
    const text = textOf(value);
    return text === undefined || text === "" ? {} : { [field]: text };
  };
}

function timePart(field: "created" | "lastUpdated" | "completed") {
  return ({ start, end }: JsonRecord): InstanceFilter | string => {
    const from = textOf(start) === undefined ? undefined : Date.parse(String(start));
    const to = textOf(end) === undefined ? undefined : Date.parse(String(end));
    if (Number.isNaN(from) || Number.isNaN(to)) return "start and end are RFC 3339 times";
    const range: TimeRange = {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    };
    return { [field]: range };
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function namesIn(table: object): string {
  return Object.keys(table).join(", ");
}

/** The counts the answer names, from those of the whole hub. */
export function triviaOf(counts: Readonly<Record<Status, number>>): object {
  const totalCount = Object.values(counts).reduce((left, right) => left + right, 0);
  return {
    totalCount,
    completedCount: counts.completed,
    runningCount: counts.running,
    failedCount: counts.failed,
    pendingCount: counts.pending,
  };
}
