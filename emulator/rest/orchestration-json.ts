import type { InstanceView } from "../store/reader.ts";
import { instantJson, millisJson } from "./protocol-json.ts";
import { statusName } from "./status-name.ts";

/** An orchestration without its payloads. */
export function orchestrationJson({ orchestration }: InstanceView): object {
  const { version, completedAt, scheduledStart, parent } = orchestration;
  const parentInstanceId = parent?.orchestrationInstance?.instanceId;
  return {
    instanceId: orchestration.instanceId,
    executionId: orchestration.executionId,
    name: orchestration.name,
    ...(version !== undefined && { version }),
    createdTimestamp: millisJson(orchestration.createdAt),
    lastUpdatedTimestamp: millisJson(orchestration.lastUpdatedAt),
    ...(completedAt !== undefined && { completedTimestamp: millisJson(completedAt) }),
    ...(scheduledStart !== undefined && { scheduledStartTimestamp: instantJson(scheduledStart) }),
    orchestrationStatus: statusName(orchestration.status),
    ...(parentInstanceId !== undefined && { parentInstanceId }),
    tags: orchestration.tags,
  };
}

export function payloadsJson({ orchestration, payloads }: InstanceView): object {
  const { input, output, customStatus, failure } = payloads;
  return {
    orchestrationStatus: statusName(orchestration.status),
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(customStatus !== undefined && { customStatus }),
    ...(failure !== undefined && { failureDetails: failure }),
  };
}
