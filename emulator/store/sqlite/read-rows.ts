import type { Entity } from "../../core/entity.ts";
import type { Case, TaskScheduled } from "../../core/history-event.ts";
import type { Message } from "../../core/message.ts";
import type { Orchestration, Payloads } from "../../core/orchestration.ts";
import { statusOfNumber } from "../../core/status.ts";
import type { Task } from "../../core/task.ts";
import type { Codec } from "../codec.ts";
import type { ResultRow } from "./connection.ts";
import type { More } from "./rows.ts";

// What the writer wrote is read back here; the columns' types are its own.
export const text = (row: ResultRow, column: string): string => String(row[column]);
const number = (row: ResultRow, column: string): number => Number(row[column]);
const optionalText = (row: ResultRow, column: string): string | undefined =>
  typeof row[column] === "string" ? row[column] : undefined;
const optionalNumber = (row: ResultRow, column: string): number | undefined =>
  typeof row[column] === "number" ? row[column] : undefined;
export const bytes = (row: ResultRow, column: string): Uint8Array => {
  const value = row[column];
  return value instanceof Uint8Array ? value : new Uint8Array();
};

/** What `orchestrationOf` reads, and the key. */
export const instanceColumns = `key, id, execution_id, name, version, tags, status, created_at,
  last_updated_at, completed_at, history_length, more`;

export function orchestrationOf(row: ResultRow): Orchestration {
  const more: Partial<More> = JSON.parse(text(row, "more"));
  return {
    instanceId: text(row, "id"),
    executionId: text(row, "execution_id"),
    name: text(row, "name"),
    version: optionalText(row, "version"),
    tags: JSON.parse(text(row, "tags")),
    status: statusOfNumber(number(row, "status")) ?? "pending",
    createdAt: number(row, "created_at"),
    lastUpdatedAt: number(row, "last_updated_at"),
    completedAt: optionalNumber(row, "completed_at"),
    scheduledStart: more.scheduledStart,
    parent: more.parent && {
      taskScheduledId: more.parent.taskScheduledId,
      name: more.parent.name,
      version: more.parent.version,
      orchestrationInstance: more.parent.orchestrationInstance,
    },
    parentTraceContext: more.parentTraceContext && {
      ...more.parentTraceContext,
      traceState: more.parentTraceContext.traceState,
    },
    traceContext: more.traceContext && {
      spanID: more.traceContext.spanID,
      spanStartTime: more.traceContext.spanStartTime,
    },
    historyLength: number(row, "history_length"),
    criticalSections: more.criticalSections ?? [],
  };
}

/** What `payloadsOf` reads. */
const payloadColumns = (["input", "output", "customStatus", "failure"] as const).map(
  (field) => `(SELECT value FROM payloads
    WHERE instance = instances.key AND field = '${field}') AS ${field}`,
);

/** The columns of an instance with its payloads, which are absent where they were not read. */
export const instanceAndPayloads = [instanceColumns, ...payloadColumns].join(", ");

export function payloadsOf(row: ResultRow, codec: Codec): Payloads {
  const { failure } = row;
  return {
    input: optionalText(row, "input"),
    output: optionalText(row, "output"),
    customStatus: optionalText(row, "customStatus"),
    failure: failure instanceof Uint8Array ? codec.decodeFailure(failure) : undefined,
  };
}

export function messageOf(row: ResultRow, codec: Codec): Message {
  return {
    sequence: number(row, "sequence"),
    target: text(row, "target"),
    executionId: optionalText(row, "execution_id"),
    visibleAt: number(row, "visible_at"),
    event: codec.decodeEvent(bytes(row, "event")),
  };
}

export function taskOf(row: ResultRow, codec: Codec): Task {
  return {
    sequence: number(row, "sequence"),
    instanceId: text(row, "instance_id"),
    executionId: text(row, "execution_id"),
    instanceVersion: optionalText(row, "instance_version"),
    event: codec.decodeEvent(bytes(row, "event")) as Task["event"] & {
      readonly eventType: Case<"taskScheduled", TaskScheduled>;
    },
  };
}

export function entityOf(row: ResultRow): Entity {
  const owner = optionalText(row, "lock_owner");
  return {
    instanceId: text(row, "id"),
    executionId: text(row, "execution_id"),
    state: optionalText(row, "state"),
    lastModifiedAt: number(row, "last_modified_at"),
    lock: owner === undefined ? undefined : { owner, criticalSectionId: text(row, "lock_section") },
  };
}
