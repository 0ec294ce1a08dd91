import { type Decision, decision } from "./decision.ts";
import type { OrchestrationState } from "./orchestration.ts";
import { type Rejection, reject } from "./rejection.ts";
import { isTerminal } from "./status.ts";

/** Forgets an orchestration that has ended, with its payloads and its history. */
export function purge({ orchestration }: OrchestrationState): Decision | Rejection {
  return isTerminal(orchestration.status)
    ? decision([{ type: "instance-removed" }])
    : reject(
        "failed-precondition",
        `'${orchestration.instanceId}' has not ended; terminate it before purging it.`,
      );
}
