import type { StoredChange } from "../../emulator/core/change.ts";
import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import type { Message } from "../../emulator/core/message.ts";
import type { Orchestration } from "../../emulator/core/orchestration.ts";
import type { Task } from "../../emulator/core/task.ts";
import type { Write } from "../../emulator/store/port.ts";

/** Records to store, each with all its optional parts unless told otherwise. */
export function orchestration(
  instanceId: string,
  more: Partial<Orchestration> = {},
): Orchestration {
  return {
    instanceId,
    executionId: "e1",
    name: "Greet",
    version: "1.0",
    tags: { team: "shop" },
    status: "running",
    createdAt: 1_000,
    lastUpdatedAt: 2_000,
    completedAt: undefined,
    scheduledStart: { seconds: 3, nanos: 100 },
    parent: {
      taskScheduledId: 0,
      name: "Parent",
      version: undefined,
      orchestrationInstance: { instanceId: "parent", executionId: "pe" },
    },
    parentTraceContext: { traceParent: "00-1-2-01", spanID: "", traceState: undefined },
    traceContext: { spanID: "2", spanStartTime: { seconds: 1, nanos: 1 } },
    historyLength: 0,
    criticalSections: [{ id: "c", entities: ["@a@1"] }],
    ...more,
  };
}

export function event(name: string, input?: string): HistoryEvent {
  return {
    eventId: -1,
    timestamp: { seconds: 1, nanos: 5 },
    eventType: { $case: "eventRaised", value: { name, input } },
  };
}

export function message(sequence: number, target: string, more: Partial<Message> = {}): Message {
  const base = { sequence, target, executionId: undefined, visibleAt: 10 };
  return { ...base, event: event(`m${sequence}`), ...more };
}

export function task(sequence: number, instanceId: string): Task {
  const value = {
    name: "add",
    version: undefined,
    input: "",
    parentTraceContext: undefined,
    tags: {},
  };
  return {
    sequence,
    instanceId,
    executionId: "e1",
    instanceVersion: "1.0",
    event: { eventId: 0, timestamp: undefined, eventType: { $case: "taskScheduled", value } },
  };
}

export function writesTo(hub: string, instanceId: string, ...changes: StoredChange[]): Write[] {
  return changes.map((change) => ({ hub, instanceId, change }));
}
