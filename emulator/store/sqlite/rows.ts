import type { StoredChange } from "../../core/change.ts";
import type { Entity } from "../../core/entity.ts";
import { millisOf } from "../../core/instant.ts";
import type { Message } from "../../core/message.ts";
import type { Orchestration } from "../../core/orchestration.ts";
import { statusNumbers } from "../../core/status.ts";
import type { Task } from "../../core/task.ts";
import type { Codec } from "../codec.ts";
import type { Row, Value } from "./statements.ts";

/** What a change means for the tables. Pure; `hub` is the hub's key. */
export function rowsOf(hub: number, id: string, change: StoredChange, codec: Codec): Row[] {
  switch (change.type) {
    case "orchestration-saved":
      return [instanceRow(hub, change.orchestration)];
    case "payload-saved": {
      const value = change.field === "failure" ? failureBytes(change.value, codec) : change.value;
      return value === undefined
        ? [["removePayload", hub, id, change.field]]
        : [["savePayload", hub, id, change.field, value]];
    }
    case "history-appended": {
      const { events } = change;
      return [["appendHistory", hub, id, events.length, codec.encodeHistory(events)]];
    }
    case "history-cleared":
      return [["clearHistory", hub, id]];
    case "entity-saved":
      return [entityRow(hub, change.entity)];
    case "message-sent":
      return [messageRow(hub, change.message, 0, codec)];
    case "message-received":
      return [messageRow(hub, change.message, 1, codec)];
    case "messages-removed":
      return change.sequences.map((sequence): Row => ["removeMessage", sequence]);
    case "task-scheduled":
      return [taskRow(hub, change.task, codec)];
    case "task-removed":
      return [["removeTask", change.sequence]];
    case "child-started":
      return [["startChild", hub, id, change.child.taskScheduledId, change.child.instanceId]];
    case "child-ended":
      return [["endChild", hub, id, change.taskScheduledId]];
    case "execution-ended":
      return [
        ["endMessagesTo", hub, id, change.executionId],
        ["endChildren", hub, id],
      ];
    case "instance-removed":
      return [
        ["clearPayloads", hub, id],
        ["clearHistory", hub, id],
        ["removeInbox", hub, id],
        ["removeOnTheirWay", hub, id],
        ["removeTasksOf", hub, id],
        ["endChildren", hub, id],
        ["removeInstance", hub, id],
      ];
    case "entity-removed":
      return [["removeEntity", hub, id]];
  }
}

/** The parts of an orchestration that no query looks at, kept as JSON. */
export type More = Pick<
  Orchestration,
  "scheduledStart" | "parent" | "parentTraceContext" | "traceContext" | "criticalSections"
>;

function instanceRow(hub: number, one: Orchestration): Row {
  const { scheduledStart, parent, parentTraceContext, traceContext, criticalSections } = one;
  const more: More = { scheduledStart, parent, parentTraceContext, traceContext, criticalSections };
  return [
    "saveInstance",
    hub,
    one.instanceId,
    one.executionId,
    one.name,
    orNull(one.version),
    statusNumbers[one.status],
    one.createdAt,
    one.lastUpdatedAt,
    orNull(one.completedAt),
    scheduledStart === undefined ? null : millisOf(scheduledStart),
    orNull(parent?.orchestrationInstance?.instanceId),
    JSON.stringify(one.tags),
    one.historyLength,
    JSON.stringify(more),
  ];
}

function messageRow(hub: number, message: Message, received: 0 | 1, codec: Codec): Row {
  const { sequence, target, executionId, visibleAt, event } = message;
  const bytes = codec.encodeEvent(event);
  return ["saveMessage", sequence, hub, target, orNull(executionId), visibleAt, received, bytes];
}

function taskRow(hub: number, task: Task, codec: Codec): Row {
  const { sequence, instanceId, executionId, instanceVersion, event } = task;
  const { name, version } = event.eventType.value;
  return [
    "saveTask",
    sequence,
    hub,
    instanceId,
    executionId,
    orNull(instanceVersion),
    name,
    orNull(version),
    codec.encodeEvent(event),
  ];
}

function entityRow(
  hub: number,
  { instanceId, executionId, state, lastModifiedAt, lock }: Entity,
): Row {
  return [
    "saveEntity",
    hub,
    instanceId,
    executionId,
    orNull(state),
    lastModifiedAt,
    orNull(lock?.owner),
    orNull(lock?.criticalSectionId),
  ];
}

function failureBytes(
  failure: Extract<StoredChange, { type: "payload-saved"; field: "failure" }>["value"],
  codec: Codec,
): Uint8Array | undefined {
  return failure && codec.encodeFailure(failure);
}

function orNull(value: Value | undefined): Value {
  return value ?? null;
}
