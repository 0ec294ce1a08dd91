import type { EventBody, HistoryEvent } from "../../emulator/core/history-event.ts";
import { vitalTag } from "./script-actions.ts";

/** Whether the turn asks for a history without the failures rather than for the next step. */
export function isRewind(past: readonly HistoryEvent[], fresh: readonly HistoryEvent[]): boolean {
  const has = (events: readonly HistoryEvent[], name: EventBody["$case"]) =>
    events.some(({ eventType }) => eventType?.$case === name);
  return has(fresh, "executionRewound") && has(past, "executionCompleted");
}

/**
 * All that has happened without the failures, as a new execution: what the SDKs answer. A child's
 * failure that its parent has lived with stays: what came after it would not be the same again.
 */
export function rewoundHistory(
  past: readonly HistoryEvent[],
  fresh: readonly HistoryEvent[],
  executionId: string,
): HistoryEvent[] {
  const events = [...past, ...fresh];
  const vitalChildren = new Set(
    events.flatMap(({ eventId, eventType: body }) =>
      body?.$case === "subOrchestrationInstanceCreated" && vitalTag in body.value.tags
        ? [eventId]
        : [],
    ),
  );
  const failedTasks = new Set(
    events.flatMap(({ eventType: body }) =>
      body?.$case === "taskFailed" ? [body.value.taskScheduledId] : [],
    ),
  );
  const parentExecutionId = events.reduce<string | undefined>(
    (found, { eventType: body }) =>
      body?.$case === "executionRewound" ? body.value.parentExecutionId : found,
    undefined,
  );
  return events.flatMap((event) => {
    const body = event.eventType;
    switch (body?.$case) {
      case "taskFailed":
      case "executionCompleted":
        return [];
      case "subOrchestrationInstanceFailed":
        return vitalChildren.has(body.value.taskScheduledId) ? [] : [event];
      case "taskScheduled":
        return failedTasks.has(event.eventId) ? [] : [event];
      case "executionStarted":
        return [{ ...event, eventType: startedAs(executionId, parentExecutionId, body.value) }];
      default:
        return [event];
    }
  });
}

function startedAs(
  executionId: string,
  parentExecutionId: string | undefined,
  value: Extract<EventBody, { $case: "executionStarted" }>["value"],
): EventBody {
  const { orchestrationInstance: instance, parentInstance: parent } = value;
  const parentOf = parent?.orchestrationInstance;
  return {
    $case: "executionStarted",
    value: {
      ...value,
      orchestrationInstance: { instanceId: instance?.instanceId ?? "", executionId },
      parentInstance:
        parent && parentOf && parentExecutionId !== undefined
          ? { ...parent, orchestrationInstance: { ...parentOf, executionId: parentExecutionId } }
          : parent,
    },
  };
}
