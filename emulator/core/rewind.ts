import type { Change } from "./change.ts";
import { type Decision, decision } from "./decision.ts";
import { arrival } from "./event.ts";
import { type Ending, notifyParent } from "./finish.ts";
import type { ExecutionRewound, HistoryEvent } from "./history-event.ts";
import type { Message } from "./message.ts";
import type { Orchestration, OrchestrationState } from "./orchestration.ts";
import { type Rejection, reject } from "./rejection.ts";
import { post } from "./send.ts";
import type { Stamp } from "./stamp.ts";
import { begin } from "./start.ts";
import { isTerminal } from "./status.ts";

/**
 * A failed orchestration is to go on from where it failed. Its worker is asked for the history
 * without the failures; see `rewound` for what becomes of the answer.
 */
export function rewind(
  state: OrchestrationState,
  reason: string | undefined,
  stamp: Stamp,
): Decision | Rejection {
  const { instanceId, status } = state.orchestration;
  if (status !== "failed") {
    return reject(
      "failed-precondition",
      `Rewinding '${instanceId}' is not allowed: it is ${status}, and only a failed ` +
        "orchestration can be rewound.",
    );
  }
  return decision(reopened(state, { ...noRequest, reason }, stamp));
}

/** A parent that was rewound asks its sub-orchestration to follow, wherever that one stands. */
export function rewindChild(
  state: OrchestrationState | undefined,
  target: string,
  request: ExecutionRewound,
  stamp: Stamp,
): Decision {
  if (state === undefined) return begin(startAgain(target, request), stamp);
  const orchestration = { ...state.orchestration, parent: request.parentInstance };
  const followed = { ...state, orchestration };
  const { status } = orchestration;
  if (status === "failed") return decision(reopened(followed, request, stamp));
  const changes: readonly Change[] = [{ type: "orchestration-saved", orchestration }];
  return isTerminal(status)
    ? decision(changes, notifyParent(orchestration, endingOf(followed, status), stamp))
    : decision(changes);
}

/** The rewind that waits at the head of the inbox: its turn is a turn of its own. */
export function waitingRewind(inbox: readonly Message[]): ExecutionRewound | undefined {
  const body = inbox[0]?.event.eventType;
  return body?.$case === "executionRewound" ? body.value : undefined;
}

/** What a parent's new execution tells the child that this event of its history created. */
export function requestOf(
  created: HistoryEvent,
  parent: Orchestration,
  reason: string | undefined,
): ExecutionRewound | undefined {
  if (created.eventType?.$case !== "subOrchestrationInstanceCreated") return undefined;
  const { instanceId, name, version, input, tags, parentTraceContext } = created.eventType.value;
  return {
    reason,
    parentExecutionId: parent.executionId,
    instanceId,
    parentTraceContext,
    name,
    version,
    input,
    parentInstance: {
      taskScheduledId: created.eventId,
      name: parent.name,
      version: parent.version,
      orchestrationInstance: {
        instanceId: parent.instanceId,
        executionId: parent.executionId,
      },
    },
    tags,
  };
}

const noRequest: ExecutionRewound = {
  reason: undefined,
  parentExecutionId: undefined,
  instanceId: undefined,
  parentTraceContext: undefined,
  name: undefined,
  version: undefined,
  input: undefined,
  parentInstance: undefined,
  tags: {},
};

// Running at once: whoever waits for the end from now on must not see the old failure.
function reopened(
  { orchestration }: OrchestrationState,
  request: ExecutionRewound,
  stamp: Stamp,
): readonly Change[] {
  const { reason, parentExecutionId, instanceId, parentTraceContext } = request;
  const value = { ...noRequest, reason, parentExecutionId, instanceId, parentTraceContext };
  const event = arrival(stamp.now, { $case: "executionRewound", value });
  return [
    {
      type: "orchestration-saved",
      orchestration: {
        ...orchestration,
        status: "running",
        lastUpdatedAt: stamp.now,
        completedAt: undefined,
      },
    },
    { type: "payload-saved", field: "output", value: undefined },
    { type: "payload-saved", field: "failure", value: undefined },
    { type: "message-received", message: post({ target: orchestration.instanceId, event }, stamp) },
  ];
}

/** A sub-orchestration that was purged meanwhile is started as its parent's history says. */
function startAgain(instanceId: string, request: ExecutionRewound) {
  const { name = "", version, input, tags, parentInstance, parentTraceContext } = request;
  return {
    instanceId,
    executionId: undefined,
    name,
    version,
    input,
    tags,
    scheduledStart: undefined,
    parent: parentInstance,
    parentTraceContext,
  };
}

function endingOf({ payloads }: OrchestrationState, status: Ending["status"]): Ending {
  return { status, output: payloads.output, failure: payloads.failure, endsChildren: false };
}
