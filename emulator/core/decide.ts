import type { OrchestrationCommand } from "./command.ts";
import { completeTurn, completionEvent } from "./complete-turn.ts";
import { create } from "./create.ts";
import { type Decision, decision } from "./decision.ts";
import { deliver } from "./deliver.ts";
import { finish } from "./finish.ts";
import type { FailureDetails } from "./history-event.ts";
import type { OrchestrationState } from "./orchestration.ts";
import { purge } from "./purge.ts";
import { type Rejection, reject } from "./rejection.ts";
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
    case "end-lease":
      return endLease(state, command.token);
    case "fail":
      return fail(state, command.failure, stamp);
    case "purge":
      return purge(state);
  }
}

/** Ends an orchestration that cannot go on, such as one whose history no worker could receive. */
function fail(
  state: OrchestrationState,
  failure: FailureDetails,
  stamp: Stamp,
): Decision | Rejection {
  const { orchestration } = state;
  if (isTerminal(orchestration.status)) {
    return reject("failed-precondition", `'${orchestration.instanceId}' has ended already`);
  }
  const ending = { status: "failed", output: undefined, failure, endsChildren: false } as const;
  const ended = { ...orchestration, historyLength: orchestration.historyLength + 1 };
  const { changes, messages } = finish(state, ended, ending, stamp);
  const last = completionEvent(-1, ending, stamp);
  return decision(
    [{ type: "lease-ended" }, { type: "history-appended", events: [last] }, ...changes],
    messages,
  );
}
