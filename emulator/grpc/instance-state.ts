import { instantOf } from "../core/instant.ts";
import type { Orchestration, Payloads } from "../core/orchestration.ts";
import { statusNumbers } from "../core/status.ts";
import type { OrchestrationState } from "./generated/orchestrator_service.ts";

/** What clients see of an orchestration; the payloads only when they ask for them. */
export function instanceState(
  orchestration: Orchestration,
  payloads: Payloads | undefined,
): OrchestrationState {
  const { completedAt, parent } = orchestration;
  return {
    instanceId: orchestration.instanceId,
    name: orchestration.name,
    version: orchestration.version,
    orchestrationStatus: statusNumbers[orchestration.status],
    scheduledStartTimestamp: orchestration.scheduledStart,
    createdTimestamp: instantOf(orchestration.createdAt),
    lastUpdatedTimestamp: instantOf(orchestration.lastUpdatedAt),
    input: payloads?.input,
    output: payloads?.output,
    customStatus: payloads?.customStatus,
    failureDetails: payloads?.failure,
    executionId: orchestration.executionId,
    completedTimestamp: completedAt === undefined ? undefined : instantOf(completedAt),
    parentInstanceId: parent?.orchestrationInstance?.instanceId,
    tags: orchestration.tags,
  };
}
