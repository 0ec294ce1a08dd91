import { completionEvent } from "./complete-turn.ts";
import { type Decision, decision } from "./decision.ts";
import { type Ending, finish } from "./finish.ts";
import type { OrchestrationState } from "./orchestration.ts";
import type { Stamp } from "./stamp.ts";

/** Ends a live orchestration without a worker; a lease that is out is void. */
export function endWithoutTurn(state: OrchestrationState, ending: Ending, stamp: Stamp): Decision {
  const { orchestration } = state;
  const ended = { ...orchestration, historyLength: orchestration.historyLength + 1 };
  const { changes, messages } = finish(state, ended, ending, stamp);
  const last = completionEvent(-1, ending, stamp);
  return decision(
    [{ type: "lease-ended" }, { type: "history-appended", events: [last] }, ...changes],
    messages,
  );
}
