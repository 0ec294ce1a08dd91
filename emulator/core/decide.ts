import type { OrchestrationCommand } from "./command.ts";
import { commitTurn } from "./commit-turn.ts";
import { completeTurn } from "./complete-turn.ts";
import { create } from "./create.ts";
import type { Decision } from "./decision.ts";
import { deliver } from "./deliver.ts";
import { endWithoutTurn } from "./end-without-turn.ts";
import type { Ending } from "./finish.ts";
import type { FailureDetails } from "./history-event.ts";
import type { OrchestrationState } from "./orchestration.ts";
import { purge } from "./purge.ts";
import { type Rejection, reject } from "./rejection.ts";
import { rewind } from "./rewind.ts";
import type { Stamp } from "./stamp.ts";
import { isTerminal } from "./status.ts";
import { endLease, leaseTurn } from "./turn.ts";

/** The one entrance to the rules of an orchestration. Pure: the stamp brings time and names. */
export function decide(
  state: OrchestrationState | undefined,
  command: OrchestrationCommand,
  stamp: Stamp,
): Decision | Rejection {
  if (command.type === "create") return create(state, command, stamp);
  if (command.type === "deliver") return deliver(state, command.message, stamp);
  if (state === undefined) return reject("not-found", "No such orchestration");
  switch (command.type) {
    case "lease-turn":
      return leaseTurn(state, command, stamp);
    case "complete-turn":
      return completeTurn(state, command, stamp);
    case "commit-turn":
      return commitTurn(state, command, stamp);
    case "end-lease":
      return endLease(state, command.token);
    case "fail":
      return endNow(state, failedWith(command.failure), stamp);
    case "force-terminate":
      return forceTerminate(state, command.reason, stamp);
    case "rewind":
      return rewind(state, command.reason, stamp);
    case "purge":
      return purge(state, command.endedBy);
  }
}

function failedWith(failure: FailureDetails): Ending {
  return { status: "failed", output: undefined, failure, endsChildren: false };
}

/** Whoever holds a lock is left to end in its own way, so that what the lock guards stays whole. */
function forceTerminate(
  state: OrchestrationState,
  reason: string | undefined,
  stamp: Stamp,
): Decision | Rejection {
  const { instanceId, criticalSections } = state.orchestration;
  if (criticalSections.length > 0) {
    return reject("failed-precondition", `'${instanceId}' holds a lock; terminate it gracefully`);
  }
  const ending = { status: "terminated", output: reason, failure: undefined } as const;
  return endNow(state, { ...ending, endsChildren: false }, stamp);
}

function endNow(state: OrchestrationState, ending: Ending, stamp: Stamp): Decision | Rejection {
  const { instanceId, status } = state.orchestration;
  return isTerminal(status)
    ? reject("failed-precondition", `'${instanceId}' has ended already`)
    : endWithoutTurn(state, ending, stamp);
}
