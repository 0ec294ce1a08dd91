import { type StepBody, stepEffect } from "./action-effect.ts";
import type { Change } from "./change.ts";
import { type Decision, decision } from "./decision.ts";
import { arrivalId } from "./event.ts";
import type { EventBody, HistoryEvent } from "./history-event.ts";
import { instantOf } from "./instant.ts";
import type { Orchestration, OrchestrationState } from "./orchestration.ts";
import { requestOf, waitingRewind } from "./rewind.ts";
import { post, send } from "./send.ts";
import type { Stamp } from "./stamp.ts";

/**
 * A worker's answer to a rewind: a history without failures, under a new execution id. What it
 * leaves open is done again under that id, for what was under way ended with the failed
 * execution; its sub-orchestrations are asked to follow. Undefined when no rewind was asked for or
 * the history names no execution.
 */
export function rewound(
  state: OrchestrationState,
  newHistory: readonly HistoryEvent[],
  stamp: Stamp,
): Decision | undefined {
  const request = waitingRewind(state.inbox);
  const executionId = executionIdOf(newHistory);
  if (request === undefined || executionId === undefined) return undefined;
  const orchestration = {
    ...state.orchestration,
    executionId,
    historyLength: newHistory.length,
    lastUpdatedAt: stamp.now,
  };
  const turn = { state: { ...state, orchestration }, stamp };
  const open = openEvents(newHistory);
  const effects = open.flatMap((event) => {
    const body = stepAgain(event);
    const action = { id: event.eventId, orchestratorActionType: body };
    return body === undefined ? [] : [stepEffect(action, body, turn)];
  });
  const criticalSections = effects.findLast((effect) => effect.criticalSections);
  const requests = open.flatMap((event) => {
    const value = requestOf(event, orchestration, request.reason);
    return value === undefined ? [] : [{ event, value, target: value.instanceId ?? "" }];
  });
  return decision(
    [
      { type: "lease-ended" },
      { type: "execution-ended", executionId: state.orchestration.executionId },
      { type: "history-cleared" },
      { type: "history-appended", events: newHistory },
      {
        type: "orchestration-saved",
        orchestration: {
          ...orchestration,
          criticalSections: criticalSections?.criticalSections ?? [],
        },
      },
      { type: "messages-removed", sequences: outdated(state) },
      wakeUp(state.orchestration, newHistory, stamp),
      ...effects.flatMap((effect) => effect.changes),
      ...requests.map(({ event, target }): Change => {
        const child = { taskScheduledId: event.eventId, instanceId: target };
        return { type: "child-started", child };
      }),
    ],
    [
      ...effects.flatMap((effect) => effect.messages),
      ...requests.map(({ target, value }) =>
        send(target, { $case: "executionRewound", value }, stamp),
      ),
    ],
  );
}

function executionIdOf(history: readonly HistoryEvent[]): string | undefined {
  for (const { eventType } of history) {
    if (eventType?.$case === "executionStarted") {
      return eventType.value.orchestrationInstance?.executionId || undefined;
    }
  }
  return undefined;
}

/** The rewind itself, and what was meant for the failed execution alone. */
function outdated({ inbox, orchestration: { executionId } }: OrchestrationState): number[] {
  return inbox
    .filter((message, index) => index === 0 || message.executionId === executionId)
    .map(({ sequence }) => sequence);
}

// An event without a body makes the instance dispatchable and is shown to no worker: the turn
// after a rewind has nothing new but its own beginning. One that failed while it was suspended is
// resumed: its worker would find itself suspended again, and nobody could tell.
function wakeUp(
  { instanceId: target, status }: Orchestration,
  history: readonly HistoryEvent[],
  stamp: Stamp,
): Change {
  const isResumed = status !== "suspended" && isSuspendedIn(history);
  const eventType: HistoryEvent["eventType"] = isResumed
    ? { $case: "executionResumed", value: { input: undefined } }
    : undefined;
  const event = { eventId: arrivalId, timestamp: instantOf(stamp.now), eventType };
  return { type: "message-received", message: post({ target, event }, stamp) };
}

function isSuspendedIn(history: readonly HistoryEvent[]): boolean {
  const last = history.findLast(
    ({ eventType }) =>
      eventType?.$case === "executionSuspended" || eventType?.$case === "executionResumed",
  );
  return last?.eventType?.$case === "executionSuspended";
}

/** The key under which an event opens something, and the one of what an event closes. */
const opens: { readonly [Name in EventBody["$case"]]?: string } = {
  taskScheduled: "task",
  timerCreated: "timer",
  subOrchestrationInstanceCreated: "child",
  entityOperationCalled: "call",
  entityLockRequested: "lock",
};
const closes: { readonly [Name in EventBody["$case"]]?: string } = {
  taskCompleted: "task",
  taskFailed: "task",
  timerFired: "timer",
  subOrchestrationInstanceCompleted: "child",
  subOrchestrationInstanceFailed: "child",
  entityOperationCompleted: "call",
  entityOperationFailed: "call",
  entityLockGranted: "lock",
};

function openEvents(history: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const open = new Map<string, HistoryEvent>();
  for (const event of history) {
    const body = event.eventType;
    if (body === undefined) continue;
    const closed = closes[body.$case];
    if (closed !== undefined) open.delete(`${closed} ${subjectOf(event, body)}`);
    const opened = opens[body.$case];
    if (opened !== undefined) open.set(`${opened} ${subjectOf(event, body)}`, event);
  }
  return [...open.values()];
}

/** What ties an outcome to its beginning. */
function subjectOf({ eventId }: HistoryEvent, { value }: EventBody): string | number {
  if ("requestId" in value) return value.requestId;
  if ("criticalSectionId" in value) return value.criticalSectionId;
  if ("taskScheduledId" in value) return value.taskScheduledId;
  return "timerId" in value ? value.timerId : eventId;
}

/** The action that brings about again what the event says was begun. */
function stepAgain({ eventType: body }: HistoryEvent): StepBody | undefined {
  switch (body?.$case) {
    case "taskScheduled":
      return { $case: "scheduleTask", value: body.value };
    case "timerCreated":
      return { $case: "createTimer", value: body.value };
    case "entityOperationCalled":
      return { $case: "sendEntityMessage", value: { EntityMessageType: body } };
    case "entityLockRequested":
      return { $case: "sendEntityMessage", value: { EntityMessageType: body } };
    default:
      return undefined;
  }
}
