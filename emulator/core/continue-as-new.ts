import type { CompleteOrchestration } from "./action.ts";
import type { Change } from "./change.ts";
import { releaseLocks } from "./finish.ts";
import type { Message } from "./message.ts";
import type { Orchestration, OrchestrationState } from "./orchestration.ts";
import { post } from "./send.ts";
import type { Stamp } from "./stamp.ts";
import { startedEvent } from "./start.ts";

/**
 * The next generation: a new execution with an empty history. Its inbox holds its start, the
 * events carried over, then what the last turn left unconsumed; what was meant for the old
 * execution alone (timers, results) is gone.
 */
export function continueAsNew(
  state: OrchestrationState,
  orchestration: Orchestration,
  { consumed, action }: { readonly consumed: number; readonly action: CompleteOrchestration },
  stamp: Stamp,
): { readonly changes: readonly Change[]; readonly messages: readonly Message[] } {
  const next: Orchestration = {
    ...orchestration,
    executionId: stamp.identifier(),
    version: action.newVersion ?? orchestration.version,
    tags: Object.keys(action.tags).length > 0 ? action.tags : orchestration.tags,
    traceContext: undefined,
    lastUpdatedAt: stamp.now,
    historyLength: 0,
    criticalSections: [],
  };
  const leftover = state.inbox
    .slice(consumed)
    .filter((message) => message.executionId === undefined)
    .map((message) => message.event);
  const events = [startedEvent(next, action.result, stamp), ...action.carryoverEvents, ...leftover];
  return {
    changes: [
      { type: "orchestration-saved", orchestration: next },
      { type: "payload-saved", field: "input", value: action.result },
      { type: "history-cleared" },
      { type: "messages-removed", sequences: state.inbox.map(({ sequence }) => sequence) },
      { type: "execution-ended", executionId: orchestration.executionId },
      ...events.map((event): Change => {
        const message = post({ target: next.instanceId, event }, stamp);
        return { type: "message-received", message };
      }),
    ],
    messages: releaseLocks(orchestration, stamp),
  };
}
