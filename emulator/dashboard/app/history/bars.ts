import type { HistoryEvent } from "../../../core/history-event.ts";
import { millisOf } from "../../../core/instant.ts";
import { durationText } from "../format.ts";

export type BarKind =
  | "queue"
  | "activity"
  | "timer"
  | "child"
  | "entity"
  | "lock"
  | "suspension"
  | "event";

/** One line of the timeline: something that took time, or a moment when `start` is `end`. */
export interface Bar {
  /** The index of the event it began with. */
  readonly index: number;
  readonly kind: BarKind;
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Undefined while it goes on. */
  readonly end: number | undefined;
  /** `abandoned`: the orchestration ended without it. */
  readonly outcome: "open" | "done" | "failed" | "abandoned";
  /** When a timer or a scheduled start is due. */
  readonly dueAt?: number;
  readonly instanceId?: string;
}

interface Opening extends Pick<Bar, "kind" | "label" | "dueAt" | "instanceId"> {
  readonly key: string;
}

interface Closing {
  readonly key: string;
  readonly outcome: "done" | "failed";
}

/** When an orchestration was made, is to start and ended, in milliseconds since 1970. */
export interface Life {
  readonly createdAt: number;
  readonly scheduledStart?: number;
  readonly completedAt?: number;
}

/** The bars of a history, in order of beginning. */
export function barsOf(events: readonly HistoryEvent[], life: Life): readonly Bar[] {
  const { createdAt, completedAt } = life;
  const bars: Bar[] = [];
  const open = new Map<string, number>();
  const begin = ({ key, ...opening }: Opening, index: number, start: number) => {
    open.set(key, bars.length);
    bars.push({ index, start, end: undefined, outcome: "open", ...opening });
  };
  const end = ({ key, outcome }: Closing, at: number) => {
    const place = open.get(key);
    const bar = place === undefined ? undefined : bars[place];
    if (place === undefined || bar === undefined) return;
    bars[place] = { ...bar, end: Math.max(bar.start, at), outcome };
    open.delete(key);
  };

  begin(beginningOf(life), -1, createdAt);
  let at = createdAt;
  events.forEach((event, index) => {
    if (event.timestamp !== undefined) at = millisOf(event.timestamp);
    const moment = momentOf(event);
    if (moment !== undefined) {
      bars.push({ index, kind: "event", label: moment, start: at, end: at, outcome: "done" });
    }
    const opening = openingOf(event, at);
    if (opening !== undefined) begin(opening, index, at);
    const closing = closingOf(event);
    if (closing !== undefined) end(closing, at);
  });
  if (completedAt === undefined) return bars;
  return bars.map((bar) =>
    bar.end === undefined
      ? { ...bar, end: Math.max(bar.start, completedAt), outcome: "abandoned" }
      : bar,
  );
}

/** Until its first turn an orchestration waits for its hour, or for a worker that takes it up. */
function beginningOf({ createdAt, scheduledStart }: Life): Opening {
  if (scheduledStart === undefined || scheduledStart <= createdAt) {
    return { key: "queue", kind: "queue", label: "Waiting for a worker" };
  }
  return { key: "queue", kind: "queue", label: "Scheduled start", dueAt: scheduledStart };
}

function openingOf({ eventId, eventType }: HistoryEvent, at: number): Opening | undefined {
  switch (eventType?.$case) {
    case "taskScheduled":
      return { key: `task ${eventId}`, kind: "activity", label: eventType.value.name };
    case "subOrchestrationInstanceCreated": {
      const { name, instanceId } = eventType.value;
      return { key: `task ${eventId}`, kind: "child", label: name, instanceId };
    }
    case "timerCreated": {
      const { fireAt } = eventType.value;
      if (fireAt === undefined) return { key: `timer ${eventId}`, kind: "timer", label: "Timer" };
      const dueAt = millisOf(fireAt);
      // Asked for a little before it was stored: a timer of two days should not read as 1 d 23 h.
      const label = `Timer of ${durationText(Math.ceil((dueAt - at) / 100) * 100)}`;
      return { key: `timer ${eventId}`, kind: "timer", label, dueAt };
    }
    case "entityOperationCalled": {
      const { requestId, operation, targetInstanceId } = eventType.value;
      const label = `${targetInstanceId ?? "entity"} · ${operation}`;
      return { key: `call ${requestId}`, kind: "entity", label };
    }
    case "entityLockRequested": {
      const { criticalSectionId, lockSet } = eventType.value;
      const label = `Locks on ${lockSet.join(", ")}`;
      return { key: `lock ${criticalSectionId}`, kind: "lock", label };
    }
    case "executionSuspended":
      return { key: "suspension", kind: "suspension", label: "Suspended" };
    default:
      return undefined;
  }
}

function closingOf({ eventType }: HistoryEvent): Closing | undefined {
  switch (eventType?.$case) {
    case "orchestratorStarted":
      return { key: "queue", outcome: "done" };
    case "taskCompleted":
    case "subOrchestrationInstanceCompleted":
      return { key: `task ${eventType.value.taskScheduledId}`, outcome: "done" };
    case "taskFailed":
    case "subOrchestrationInstanceFailed":
      return { key: `task ${eventType.value.taskScheduledId}`, outcome: "failed" };
    case "timerFired":
      return { key: `timer ${eventType.value.timerId}`, outcome: "done" };
    case "entityOperationCompleted":
      return { key: `call ${eventType.value.requestId}`, outcome: "done" };
    case "entityOperationFailed":
      return { key: `call ${eventType.value.requestId}`, outcome: "failed" };
    case "entityLockGranted":
      return { key: `lock ${eventType.value.criticalSectionId}`, outcome: "done" };
    case "executionResumed":
      return { key: "suspension", outcome: "done" };
    default:
      return undefined;
  }
}

function momentOf({ eventType }: HistoryEvent): string | undefined {
  switch (eventType?.$case) {
    case "eventRaised":
      return `Event ${eventType.value.name}`;
    case "eventSent":
      return `Sent ${eventType.value.name}`;
    case "entityOperationSignaled":
      return `Signal ${eventType.value.operation}`;
    default:
      return undefined;
  }
}
