import type { Hub } from "../hub.ts";
import type { Category, WorkItemFilters } from "../work-filter.ts";
import { createChunks } from "./chunks.ts";
import type {
  ActivityResponse,
  GetWorkItemsRequest,
  OrchestratorResponse,
  WorkItemFilters as WireFilters,
} from "./generated/orchestrator_service.ts";

/** Unknown, stale and repeated tokens are answered OK and change nothing: SDKs rely on it. */
export async function completeActivity(hub: Hub, response: ActivityResponse): Promise<object> {
  const { instanceId, taskId } = response;
  const token =
    response.completionToken ||
    hub.dispatcher.tokenOf(
      (work) =>
        work.type === "task" &&
        work.task.instanceId === instanceId &&
        work.task.event.eventId === taskId,
    );
  const work = token === undefined ? undefined : hub.dispatcher.answer(token, "task");
  if (work !== undefined) await hub.completeTask(work.task, response);
  return {};
}

export function createTurnCompletion() {
  const chunks = createChunks(joined);
  return async (hub: Hub, chunk: OrchestratorResponse): Promise<object> => {
    const token = chunk.completionToken || turnToken(hub, chunk.instanceId);
    const response = chunks.add(hub.dispatcher.leaseOf(token), chunk);
    if (response === undefined) return {};
    if (response.requiresHistory) {
      hub.dispatcher.abandon(token);
      return {};
    }
    const work = hub.dispatcher.answer(token, "turn");
    if (work === undefined) return {};
    await hub.execute(work.instanceId, {
      type: "complete-turn",
      token,
      actions: response.actions,
      customStatus: response.customStatus,
      traceContext: response.orchestrationTraceContext,
      messagesConsumed: arrivedOf(response.numEventsProcessed),
    });
    return {};
  };
}

function joined(before: OrchestratorResponse, chunk: OrchestratorResponse): OrchestratorResponse {
  return {
    ...chunk,
    actions: [...before.actions, ...chunk.actions],
  };
}

/** A worker counts what it was shown as new, of which the first is the turn's own beginning. */
function arrivedOf(eventsProcessed: number | undefined): number | undefined {
  return eventsProcessed && eventsProcessed - 1;
}

/** Older workers know no tokens: at most one turn of an instance is out at a time. */
function turnToken(hub: Hub, instanceId: string): string {
  const isTurn = (work: { readonly type: string; readonly instanceId?: string }) =>
    work.type === "turn" && work.instanceId === instanceId;
  return hub.dispatcher.tokenOf(isTurn) ?? "";
}

export function abandon(hub: Hub, { completionToken }: { completionToken: string }): object {
  hub.dispatcher.abandon(completionToken);
  return {};
}

/** What a worker that states no limit gets at most, unanswered, per category. */
const unstatedLimit = 1_000;

export function limitsOf(request: GetWorkItemsRequest): Record<Category, number> {
  return {
    orchestrations: request.maxConcurrentOrchestrationWorkItems || unstatedLimit,
    activities: request.maxConcurrentActivityWorkItems || unstatedLimit,
    entities: request.maxConcurrentEntityWorkItems || unstatedLimit,
  };
}

export function filtersOf(filters: WireFilters | undefined): WorkItemFilters | undefined {
  return (
    filters && {
      orchestrations: filters.orchestrations,
      activities: filters.activities,
      entities: filters.entities.map(({ name }) => ({ name, versions: [] })),
    }
  );
}
