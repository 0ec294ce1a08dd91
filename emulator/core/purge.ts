import { type Decision, decision } from "./decision.ts";
import type { OrchestrationState } from "./orchestration.ts";
import { type Rejection, reject } from "./rejection.ts";
import { isTerminal } from "./status.ts";

/**
 * Forgets an orchestration that has ended, with its payloads and its history. Who names a time
 * purges what ended by then and not what has run again since.
 */
export function purge(
  { orchestration }: OrchestrationState,
  endedBy = Number.POSITIVE_INFINITY,
): Decision | Rejection {
  const { instanceId, status, completedAt = 0 } = orchestration;
  if (isTerminal(status) && completedAt <= endedBy) {
    return decision([{ type: "instance-removed" }]);
  }
  return reject(
    "failed-precondition",
    isTerminal(status)
      ? `'${instanceId}' has ended later than what is to be purged.`
      : `'${instanceId}' has not ended; terminate it before purging it.`,
  );
}
