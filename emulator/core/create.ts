import type { Create } from "./command.ts";
import { type Decision, decision } from "./decision.ts";
import { abandonment } from "./finish.ts";
import { instanceIdFault } from "./instance-id.ts";
import { overlong, oversize } from "./limits.ts";
import type { OrchestrationState } from "./orchestration.ts";
import { type Rejection, reject } from "./rejection.ts";
import type { Stamp } from "./stamp.ts";
import { begin } from "./start.ts";
import { isTerminal, type Status } from "./status.ts";

/** Starts an orchestration at a client's request, under the rules for ids that exist already. */
export function create(
  state: OrchestrationState | undefined,
  command: Create,
  stamp: Stamp,
): Decision | Rejection {
  const fault = faultOf(command);
  if (fault !== undefined) return reject("invalid-argument", fault);
  if (state === undefined) return begin(command.start, stamp);
  if (command.kept?.includes(state.orchestration.status)) return decision([]);
  return mayReplace(state.orchestration.status, command.replaceable)
    ? replace(state, command.start, stamp)
    : reject("already-exists", `${existsText(state)}. ${wayOut}`);
}

// One SDK looks for the words "orchestration instance already exists" in the status text.
const wayOut =
  "Where an orchestration instance already exists that must not be replaced, choose another id; " +
  "what may be replaced is said by the reuse policy.";

/** The new execution takes the id over; nothing of the old one remains, and nobody waits for it. */
export function replace(
  { orchestration }: OrchestrationState,
  start: Create["start"],
  stamp: Stamp,
): Decision {
  const farewell = isTerminal(orchestration.status) ? [] : abandonment(orchestration, stamp);
  const begun = begin(start, stamp);
  return decision(
    [{ type: "instance-removed" }, ...begun.changes],
    [...farewell, ...begun.messages],
  );
}

function faultOf({ start, replaceable }: Create): string | undefined {
  if (start.name === "")
    return "The orchestration's name is empty; name a registered orchestrator.";
  return (
    instanceIdFault(start.instanceId) ??
    policyFault(replaceable) ??
    oversize("input", start.input) ??
    overlong("The orchestration's name, version and tags", { ...start, input: undefined })
  );
}

// The SDKs assert this text word for word.
function policyFault(replaceable: readonly Status[] | undefined): string | undefined {
  if (replaceable === undefined || replaceable.includes("terminated")) return undefined;
  return replaceable.some((status) => !isTerminal(status))
    ? "Invalid reusable statuses: cannot exclude 'Terminated' while also allowing " +
        "reuse of running instances"
    : undefined;
}

function mayReplace(status: Status, replaceable: readonly Status[] | undefined): boolean {
  return replaceable === undefined ? isTerminal(status) : replaceable.includes(status);
}

export function existsText(state: OrchestrationState): string {
  return `Orchestration instance '${state.orchestration.instanceId}' already exists`;
}
