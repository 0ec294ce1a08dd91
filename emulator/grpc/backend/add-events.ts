import type { HistoryEvent as CoreEvent } from "../../core/history-event.ts";
import { oversizeOf } from "../../core/host-payload.ts";
import { isEntityId } from "../../core/instance-id.ts";
import { millisOf } from "../../core/instant.ts";
import { isTerminal } from "../../core/status.ts";
import type { Hub } from "../../hub.ts";
import { checkedEntityId } from "../entity-calls.ts";
import { invalidArgument } from "../fault.ts";
import type {
  AddEventRequest,
  AddEventsRequest,
  AddEventsResponse,
} from "../generated/backend_service.ts";
import type { OrchestrationInstance } from "../generated/orchestrator_service.ts";
import { rewindInstance } from "../rerun-calls.ts";

/** An event for a missing or ended instance is dropped, as those of other clients are. */
export async function addEvent(hub: Hub, { instance, event }: AddEventRequest): Promise<object> {
  if (instance === undefined) throw invalidArgument("AddEventRequest.instance is missing.");
  await add(hub, instance, event);
  return {};
}

/** Answers with the instances that are missing or have ended, and so took no event. */
export async function addEvents(
  hub: Hub,
  { events }: AddEventsRequest,
): Promise<AddEventsResponse> {
  const added = await Promise.all(
    Object.entries(events).map(async ([instanceId, event]) => {
      const isTaken = await takesEvents(hub, instanceId);
      if (isTaken) await add(hub, { instanceId, executionId: undefined }, event);
      return { instanceId, isTaken };
    }),
  );
  const refused = added.filter(({ isTaken }) => !isTaken);
  return { unsuccessfulInstanceIds: refused.map(({ instanceId }) => instanceId) };
}

async function takesEvents(hub: Hub, instanceId: string): Promise<boolean> {
  if (isEntityId(instanceId)) return true;
  const state = await hub.read(instanceId);
  return state !== undefined && !isTerminal(state.orchestration.status);
}

async function add(
  hub: Hub,
  { instanceId, executionId }: OrchestrationInstance,
  event: CoreEvent | undefined,
): Promise<void> {
  const body = event?.eventType;
  if (event === undefined || body === undefined) {
    throw invalidArgument(`The event for '${instanceId}' has no type.`);
  }
  const fault = oversizeOf(event);
  if (fault !== undefined) throw invalidArgument(fault);
  switch (body.$case) {
    case "executionRewound": {
      await rewindInstance(hub, { instanceId, reason: body.value.reason });
      return;
    }
    case "entityOperationSignaled":
    case "entityOperationCalled": {
      const { scheduledTime } = body.value;
      const visibleAt = scheduledTime === undefined ? 0 : millisOf(scheduledTime);
      return hub.raise(checkedEntityId(instanceId), body, { visibleAt });
    }
    default:
      return hub.raise(instanceId, body, { executionId });
  }
}
