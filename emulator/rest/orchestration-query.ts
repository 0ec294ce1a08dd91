import type { Status } from "../core/status.ts";
import type { InstanceColumn, InstanceFilter, InstanceQuery } from "../store/reader.ts";
import { conditionOf, conditionsOf, type Parts, text, times } from "./conditions.ts";
import type { Fields } from "./fields.ts";
import { pagingOf } from "./paging.ts";
import { isStatusName, statusName, statusOfName } from "./status-name.ts";

export const orchestrationQueryShape = {
  filter: "object",
  pagination: "object",
  sort: "objects",
  fields: "text",
} as const;

const columns: Readonly<Record<string, InstanceColumn>> = {
  ORCHESTRATION_ID: "instanceId",
  NAME: "name",
  VERSION: "version",
  CREATED_AT: "createdAt",
  LAST_UPDATED_AT: "lastUpdatedAt",
  START_AT: "scheduledStart",
  COMPLETED_AT: "completedAt",
  ORCHESTRATION_STATUS: "status",
  TAGS: "tags",
};

/** The body of a query, or the text of what is wrong with it. */
export function orchestrationQueryOf(
  body: Fields<typeof orchestrationQueryShape>,
): InstanceQuery | string {
  const filter = conditionsOf(body.filter ?? {}, parts);
  if (typeof filter === "string") return filter;
  const paging = pagingOf(body, columns, "createdAt");
  return typeof paging === "string" ? paging : { filter, ...paging, withPayloads: false };
}

const parts: Parts<InstanceFilter> = {
  orchestrationId: text((idContains) => ({ idContains })),
  name: text((nameContains) => ({ nameContains })),
  version: text((versionContains) => ({ versionContains })),
  tags: text((tagContains) => ({ tagContains })),
  createdAt: times((created) => ({ created })),
  lastUpdatedAt: times((lastUpdated) => ({ lastUpdated })),
  startAt: times((scheduledStart) => ({ scheduledStart })),
  completedAt: times((completed) => ({ completed })),
  orchestrationStatus: (condition) => {
    const fields = conditionOf(condition, { status: "texts" });
    if (typeof fields === "string") return fields;
    const names = fields.status ?? [];
    const unknown = names.find((name) => !isStatusName(name));
    if (unknown !== undefined) return `no status ${unknown}; one is ${statusName("running")}`;
    const statuses = names.map(statusOfName).filter((status) => status !== undefined);
    return names.length > 0 && statuses.length === 0 ? nothing : { statuses };
  },
};

// No orchestration's id begins as those of entities do.
const nothing: InstanceFilter = { idPrefix: "@" };

/** What the answer says of the whole hub. */
export function triviaOf(
  counts: Readonly<Record<Status, number>>,
  earliest: string | undefined,
  latest: string | undefined,
): object {
  const totalCount = Object.values(counts).reduce((left, right) => left + right, 0);
  return {
    ...(earliest !== undefined && { earliestTimestamp: earliest }),
    ...(latest !== undefined && { latestTimestamp: latest }),
    totalCount,
    completedCount: counts.completed,
    runningCount: counts.running,
    failedCount: counts.failed,
    pendingCount: counts.pending,
  };
}
