import type { EventBody } from "../core/history-event.ts";
import { overlong, oversize } from "../core/limits.ts";
import type { OrchestrationState } from "../core/orchestration.ts";
import type { Status } from "../core/status.ts";
import { isTerminal, statusOfNumber } from "../core/status.ts";
import type { Hub } from "../hub.ts";
import { faultOf, invalidArgument } from "./fault.ts";
import {
  type CreateInstanceRequest,
  type CreateInstanceResponse,
  type GetInstanceRequest,
  type GetInstanceResponse,
  OlderReuseAction,
  type OrchestrationIdReusePolicy,
} from "./generated/orchestrator_service.ts";
import { instanceState } from "./instance-state.ts";

export async function startInstance(
  hub: Hub,
  request: CreateInstanceRequest,
  identifier: () => string,
): Promise<CreateInstanceResponse> {
  const instanceId = request.instanceId || identifier();
  const started = await hub.execute(instanceId, {
    type: "create",
    start: {
      instanceId,
      executionId: request.executionId || undefined,
      name: request.name,
      version: request.version,
      input: request.input,
      tags: request.tags,
      // One SDK always sends a time and means 1970 by "now".
      scheduledStart: request.scheduledStartTimestamp?.seconds
        ? request.scheduledStartTimestamp
        : undefined,
      parent: undefined,
      parentTraceContext: request.parentTraceContext,
    },
    ...reuseOf(request.orchestrationIdReusePolicy),
  });
  if (!started.ok) throw faultOf(started);
  return { instanceId };
}

/** What becomes of an existing instance: without a policy the ended ones are replaced. */
function reuseOf(policy: OrchestrationIdReusePolicy | undefined) {
  const listed = policy?.replaceableStatus
    .map(statusOfNumber)
    .filter((status): status is Status => status !== undefined);
  switch (policy?.action) {
    case OlderReuseAction.OLDER_REUSE_ACTION_IGNORE:
      return { replaceable: [], kept: listed };
    // Whoever replaces live instances replaces terminated ones: a policy without them is refused.
    case OlderReuseAction.OLDER_REUSE_ACTION_TERMINATE:
      return { replaceable: [...(listed ?? []), "terminated" as const] };
    default:
      return { replaceable: listed };
  }
}

export async function getInstance(
  hub: Hub,
  request: GetInstanceRequest,
): Promise<GetInstanceResponse> {
  return found(await hub.read(request.instanceId), request);
}

export async function waitForStart(
  hub: Hub,
  request: GetInstanceRequest,
  signal: AbortSignal,
): Promise<GetInstanceResponse> {
  const hasStarted = (state: OrchestrationState) => state.orchestration.status !== "pending";
  return found(await hub.wait(request.instanceId, hasStarted, signal), request);
}

export async function waitForCompletion(
  hub: Hub,
  request: GetInstanceRequest,
  signal: AbortSignal,
): Promise<GetInstanceResponse> {
  const hasEnded = (state: OrchestrationState) => isTerminal(state.orchestration.status);
  return found(await hub.wait(request.instanceId, hasEnded, signal), request);
}

function found(
  state: OrchestrationState | undefined,
  { getInputsAndOutputs }: GetInstanceRequest,
): GetInstanceResponse {
  if (state === undefined) return { exists: false, orchestrationState: undefined };
  const payloads = getInputsAndOutputs ? state.payloads : undefined;
  return { exists: true, orchestrationState: instanceState(state.orchestration, payloads) };
}

/** The payload of every event from outside. */
function withoutInput({ value }: EventBody): object {
  return { ...value, input: undefined };
}

/** Sends an event with a payload; `field` names the payload where it is too large. */
export async function raise(
  hub: Hub,
  instanceId: string,
  body: EventBody,
  field: string,
  payload: string | undefined,
): Promise<Record<string, never>> {
  const fault = oversize(field, payload) ?? overlong("The event's names", withoutInput(body));
  if (fault !== undefined) throw invalidArgument(fault);
  await hub.raise(instanceId, body);
  return {};
}
