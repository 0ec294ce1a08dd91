import type { LeaseTurn } from "./command.ts";
import { type Decision, decision } from "./decision.ts";
import { arrival, isStart } from "./event.ts";
import type { HistoryEvent } from "./history-event.ts";
import type { OrchestrationState, TurnLease } from "./orchestration.ts";
import { type Rejection, reject } from "./rejection.ts";
import { waitingRewind } from "./rewind.ts";
import type { Stamp } from "./stamp.ts";
import { isTerminal } from "./status.ts";

/** Whether a worker could compute a turn now. */
export function isDispatchable(state: OrchestrationState): boolean {
  return (
    state.inbox.length > 0 &&
    state.lease === undefined &&
    !isTerminal(state.orchestration.status) &&
    hasBegun(state)
  );
}

/** Whether its start has arrived; until then whatever else arrives waits behind it. */
export function hasBegun({ orchestration, inbox }: OrchestrationState): boolean {
  return orchestration.historyLength > 0 || (inbox[0] !== undefined && isStart(inbox[0].event));
}

export function leaseTurn(
  state: OrchestrationState,
  command: LeaseTurn,
  stamp: Stamp,
): Decision | Rejection {
  if (!isDispatchable(state)) {
    return reject("failed-precondition", `${state.orchestration.instanceId} has no turn to run`);
  }
  const countMax = waitingRewind(state.inbox) === undefined ? command.messageCountMax : 1;
  const messageCount = Math.min(state.inbox.length, countMax);
  const lease = { token: command.token, startedAt: stamp.now, messageCount };
  return decision([{ type: "turn-leased", lease }]);
}

/** Work that is given back, or whose worker is gone, can be handed out again. */
export function endLease(state: OrchestrationState, token: string): Decision | Rejection {
  return state.lease?.token === token
    ? decision([{ type: "lease-ended" }])
    : reject("lease-lost", `${token} is not the current lease`);
}

/**
 * How many of its messages a turn has consumed: all, unless its worker claims fewer of those that
 * it was shown. What is shown to nobody goes with what is before it.
 */
export function consumedOf(
  { inbox }: OrchestrationState,
  { messageCount }: TurnLease,
  claimed = messageCount,
): number {
  let shown = 0;
  for (const [index, { event }] of inbox.slice(0, messageCount).entries()) {
    if (isShown(event)) shown += 1;
    if (shown > claimed) return index;
  }
  return messageCount;
}

/** What the turn shows its worker as new: its own beginning, then messages in order of arrival. */
export function newEvents(
  state: OrchestrationState,
  startedAt: number,
  messageCount: number,
): readonly HistoryEvent[] {
  const arrived = state.inbox
    .slice(0, messageCount)
    .map((message) => message.event)
    .filter(isShown);
  return [arrival(startedAt, { $case: "orchestratorStarted", value: {} }), ...arrived];
}

/** One without a body has only made its instance dispatchable. */
function isShown(event: HistoryEvent): boolean {
  return event.eventType !== undefined;
}
