import type { Change } from "./change.ts";
import { arrival } from "./event.ts";
import { failure } from "./failure.ts";
import type { EventBody, FailureDetails } from "./history-event.ts";
import type { Message } from "./message.ts";
import type { Orchestration, OrchestrationState } from "./orchestration.ts";
import { post, send } from "./send.ts";
import type { Stamp } from "./stamp.ts";
import type { TerminalStatus } from "./status.ts";

/** How an orchestration ends. */
export interface Ending {
  readonly status: TerminalStatus;
  readonly output: string | undefined;
  readonly failure: FailureDetails | undefined;
  /** Whether the sub-orchestrations that still run end with it. */
  readonly endsChildren: boolean;
  /** The worker itself tells the parent. */
  readonly isReported?: boolean;
}

/** The facts of an end: a terminal state, nothing left waiting, everyone concerned told. */
export function finish(
  state: OrchestrationState,
  orchestration: Orchestration,
  ending: Ending,
  stamp: Stamp,
): { readonly changes: readonly Change[]; readonly messages: readonly Message[] } {
  const ended = {
    ...orchestration,
    status: ending.status,
    lastUpdatedAt: stamp.now,
    completedAt: stamp.now,
    criticalSections: [],
  };
  return {
    changes: [
      { type: "orchestration-saved", orchestration: ended },
      { type: "payload-saved", field: "output", value: ending.output },
      { type: "payload-saved", field: "failure", value: ending.failure },
      { type: "messages-removed", sequences: state.inbox.map(({ sequence }) => sequence) },
      { type: "execution-ended", executionId: orchestration.executionId },
    ],
    messages: [
      ...(ending.isReported ? [] : notifyParent(orchestration, ending, stamp)),
      ...(ending.endsChildren ? endChildren(state, ending, stamp) : []),
      ...releaseLocks(orchestration, stamp),
    ],
  };
}

/** The state with the children that a turn has started: they end with it, too. */
export function withChildren(
  state: OrchestrationState,
  changes: readonly Change[],
): OrchestrationState {
  const started = changes.flatMap((change) =>
    change.type === "child-started" ? [change.child] : [],
  );
  return { ...state, children: [...state.children, ...started] };
}

/** What others must hear when a live orchestration vanishes without having ended. */
export function abandonment(orchestration: Orchestration, stamp: Stamp): readonly Message[] {
  const ending: Ending = {
    status: "terminated",
    output: undefined,
    failure: undefined,
    endsChildren: false,
  };
  return [...notifyParent(orchestration, ending, stamp), ...releaseLocks(orchestration, stamp)];
}

/** What the parent, if there is one, hears of the end. */
export function notifyParent(
  { instanceId, parent }: Orchestration,
  ending: Ending,
  stamp: Stamp,
): readonly Message[] {
  if (parent?.orchestrationInstance === undefined) return [];
  const event = arrival(stamp.now, outcome(instanceId, parent.taskScheduledId, ending));
  const { instanceId: target, executionId } = parent.orchestrationInstance;
  return [post({ target, executionId, event }, stamp)];
}

function outcome(instanceId: string, taskScheduledId: number, ending: Ending): EventBody {
  if (ending.status === "completed") {
    const value = { taskScheduledId, result: ending.output };
    return { $case: "subOrchestrationInstanceCompleted", value };
  }
  const failureDetails =
    ending.failure ??
    failure("OrchestrationTerminated", `Sub-orchestration '${instanceId}' was terminated`);
  return { $case: "subOrchestrationInstanceFailed", value: { taskScheduledId, failureDetails } };
}

function endChildren(
  state: OrchestrationState,
  { output: input }: Ending,
  stamp: Stamp,
): readonly Message[] {
  return state.children.map((child) =>
    send(
      child.instanceId,
      { $case: "executionTerminated", value: { input, recurse: true } },
      stamp,
    ),
  );
}

/** An owner that ends, in whatever way, gives back the entities it locked or asked for. */
export function releaseLocks(
  { instanceId, criticalSections }: Orchestration,
  stamp: Stamp,
): readonly Message[] {
  return criticalSections.flatMap(({ id: criticalSectionId, entities }) =>
    entities.map((entity) =>
      send(
        entity,
        {
          $case: "entityUnlockSent",
          value: { criticalSectionId, parentInstanceId: instanceId, targetInstanceId: undefined },
        },
        stamp,
      ),
    ),
  );
}
