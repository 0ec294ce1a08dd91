import type { EventBody, HistoryEvent } from "../../emulator/core/history-event.ts";
import { millisOf } from "../../emulator/core/instant.ts";
import type { Demand } from "./findings.ts";

/** What must hold of the history of one execution, whoever shows it. */
export function checkHistory(id: string, history: readonly HistoryEvent[], demand: Demand): void {
  const opened = new Set<string>();
  const closed = new Set<string>();
  let startCount = 0;
  for (const event of history) {
    const body = event.eventType;
    if (body === undefined) continue;
    if (body.$case === "executionStarted") startCount += 1;
    const begun = beginningOf(event, body);
    if (begun !== undefined) opened.add(begun);
    const key = closingOf(body);
    if (key === undefined) continue;
    const text = () => `${id}: ${body.$case} for ${key}`;
    demand(!closed.has(key), "What was begun completes at most once", text);
    closed.add(key);
    if (body.$case === "eventRaised") continue;
    demand(opened.has(key), "Nothing completes that was not begun", text);
  }
  demand(startCount <= 1, "An execution starts once", () => id);
}

function beginningOf({ eventId }: HistoryEvent, body: EventBody): string | undefined {
  switch (body.$case) {
    case "taskScheduled":
      return `task ${eventId}`;
    case "timerCreated":
      return `timer ${eventId}`;
    case "subOrchestrationInstanceCreated":
      return `child ${eventId}`;
    case "entityOperationCalled":
      return `call ${body.value.requestId}`;
    case "entityLockRequested":
      return `lock ${body.value.criticalSectionId}`;
    default:
      return undefined;
  }
}

function closingOf(body: EventBody): string | undefined {
  switch (body.$case) {
    case "taskCompleted":
    case "taskFailed":
      return `task ${body.value.taskScheduledId}`;
    case "timerFired":
      return `timer ${body.value.timerId}`;
    case "subOrchestrationInstanceCompleted":
    case "subOrchestrationInstanceFailed":
      return `child ${body.value.taskScheduledId}`;
    case "entityOperationCompleted":
    case "entityOperationFailed":
      return `call ${body.value.requestId}`;
    case "entityLockGranted":
      return `lock ${body.value.criticalSectionId}`;
    case "eventRaised":
      return `event ${body.value.input}`;
    default:
      return undefined;
  }
}

/** Milliseconds since 1970 before which nobody may see the event. */
export function dueAt({ eventType: body }: HistoryEvent): number {
  const instant =
    body?.$case === "timerFired"
      ? body.value.fireAt
      : body?.$case === "executionStarted"
        ? body.value.scheduledStartTimestamp
        : body?.$case === "entityOperationSignaled"
          ? body.value.scheduledTime
          : undefined;
  return instant === undefined ? 0 : millisOf(instant);
}
