import type { Change } from "./change.ts";
import { existsText, replace } from "./create.ts";
import { type Decision, decision } from "./decision.ts";
import { endWithoutTurn } from "./end-without-turn.ts";
import { arrival } from "./event.ts";
import { failure } from "./failure.ts";
import type { EventBody, ExecutionStarted } from "./history-event.ts";
import { afterLock } from "./lock-progress.ts";
import type { Message } from "./message.ts";
import type { OrchestrationState } from "./orchestration.ts";
import { rewindChild } from "./rewind.ts";
import { post } from "./send.ts";
import type { Stamp } from "./stamp.ts";
import { begin, startOf } from "./start.ts";
import { isTerminal, type Status } from "./status.ts";
import { hasBegun } from "./turn.ts";

/** A message has become visible: it joins the inbox, starts an orchestration, or is dropped. */
export function deliver(
  state: OrchestrationState | undefined,
  message: Message,
  stamp: Stamp,
): Decision {
  const body = message.event.eventType;
  if (body?.$case === "executionStarted" && message.executionId === undefined) {
    return startByMessage(state, message, body.value, stamp);
  }
  if (body?.$case === "executionRewound" && body.value.instanceId !== undefined) {
    return preceded(message, rewindChild(state, message.target, body.value, stamp));
  }
  if (body?.$case === "entityLockRequested") {
    const { holds, messages } = afterLock(state, body.value, stamp);
    if (state === undefined || !holds) return decision(drop(message).changes, messages);
    const { criticalSectionId } = body.value;
    const granted = arrival(stamp.now, {
      $case: "entityLockGranted",
      value: { criticalSectionId },
    });
    return decision(received(state, { ...message, event: granted }, stamp));
  }
  if (state === undefined || body === undefined || isStale(state, message, body)) {
    return drop(message);
  }
  // The start that lies ahead is all that there is, and it is called off.
  if (body.$case === "executionTerminated" && !hasBegun(state)) {
    const ending = { status: "terminated", output: body.value.input, failure: undefined } as const;
    return preceded(message, endWithoutTurn(state, { ...ending, endsChildren: false }, stamp));
  }
  return decision([...sideChanges(state, body), ...received(state, message, stamp)]);
}

function drop(message: Message): Decision {
  return decision([{ type: "messages-removed", sequences: [message.sequence] }]);
}

// A message that others have overtaken takes a new number, so that order of arrival and order of
// sequence stay one. A start keeps its own: it comes before all that waited for it, and so these
// take numbers that come after it.
function received(state: OrchestrationState, message: Message, stamp: Stamp): readonly Change[] {
  const last = state.inbox.at(-1)?.sequence ?? 0;
  const isInOrder = hasBegun(state) && last < message.sequence;
  if (isInOrder || message.event.eventType?.$case === "executionStarted") {
    return [{ type: "message-received", message }];
  }
  return [
    { type: "messages-removed", sequences: [message.sequence] },
    { type: "message-received", message: { ...message, sequence: stamp.sequence() } },
  ];
}

function isStale(state: OrchestrationState, message: Message, body: EventBody): boolean {
  const { status, executionId } = state.orchestration;
  if (isTerminal(status)) return true;
  if (message.executionId !== undefined && message.executionId !== executionId) return true;
  switch (body.$case) {
    case "executionSuspended":
      return status === "suspended";
    case "executionResumed":
      return status !== "suspended";
    case "subOrchestrationInstanceCompleted":
    case "subOrchestrationInstanceFailed":
      return !state.children.some((child) => child.taskScheduledId === body.value.taskScheduledId);
    default:
      return false;
  }
}

/** What an arrival changes at once, before a worker has seen it. */
function sideChanges(state: OrchestrationState, body: EventBody): readonly Change[] {
  switch (body.$case) {
    case "subOrchestrationInstanceCompleted":
    case "subOrchestrationInstanceFailed":
      return [{ type: "child-ended", taskScheduledId: body.value.taskScheduledId }];
    case "executionSuspended":
      return [withStatus(state, "suspended")];
    case "executionResumed":
      return [withStatus(state, state.orchestration.historyLength === 0 ? "pending" : "running")];
    default:
      return [];
  }
}

function withStatus(state: OrchestrationState, status: Status): Change {
  return { type: "orchestration-saved", orchestration: { ...state.orchestration, status } };
}

// Every ended instance may be replaced: SDK retries of a sub-orchestration reuse its id.
function startByMessage(
  state: OrchestrationState | undefined,
  message: Message,
  started: ExecutionStarted,
  stamp: Stamp,
): Decision {
  const start = startOf(message.target, started);
  if (state === undefined) return preceded(message, begin(start, stamp));
  if (isTerminal(state.orchestration.status)) {
    return preceded(message, replace(state, start, stamp));
  }
  return decision(drop(message).changes, refusalToParent(state, started, stamp));
}

function preceded(message: Message, begun: Decision): Decision {
  return decision([...drop(message).changes, ...begun.changes], begun.messages);
}

function refusalToParent(
  state: OrchestrationState,
  started: ExecutionStarted,
  stamp: Stamp,
): readonly Message[] {
  const parent = started.parentInstance;
  if (parent?.orchestrationInstance === undefined) return [];
  const event = arrival(stamp.now, {
    $case: "subOrchestrationInstanceFailed",
    value: {
      taskScheduledId: parent.taskScheduledId,
      failureDetails: failure("OrchestrationAlreadyExists", existsText(state)),
    },
  });
  const { instanceId, executionId } = parent.orchestrationInstance;
  return [post({ target: instanceId, executionId, event }, stamp)];
}
