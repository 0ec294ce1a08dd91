import type { Decision } from "../../core/decision.ts";
import type { Rejection } from "../../core/rejection.ts";
import { isTerminal } from "../../core/status.ts";
import type { Hub } from "../../hub.ts";
import type {
  CompleteEntityWorkItemRequest,
  CompleteInstanceWorkItemResponse,
  CompleteOrchestrationWorkItemRequest,
} from "../generated/backend_service.ts";

/** What turns and batches do differently when their worker has computed them. */
export interface CommitCalls<Request extends Completable> {
  readonly type: "turn" | "batch";
  readonly response: CompleteInstanceWorkItemResponse;
  commit(hub: Hub, instanceId: string, request: Request): Promise<Decision | Rejection>;
  /** The execution that goes on after the commit and can be kept; undefined when there is none. */
  liveExecution(committed: Decision): string | undefined;
}

export interface Completable {
  readonly completionToken: string;
  readonly completionCount: number;
}

type Turn = CompleteOrchestrationWorkItemRequest;

export const turns: CommitCalls<Turn> = {
  type: "turn",
  response: { request: { $case: "orchestratorResponse", value: {} } },
  commit: (hub, instanceId, request) =>
    hub.execute(instanceId, {
      type: "commit-turn",
      token: request.completionToken,
      executionId: request.instance?.executionId || undefined,
      status: request.runtimeStatus,
      customStatus: request.customStatus,
      traceContext: request.orchestrationTraceContext,
      history: request.newHistory,
      tasks: request.newTasks,
      timers: request.newTimers,
      messages: request.newMessages,
      messagesConsumed: request.numEventsProcessed,
    }),
  liveExecution({ changes }) {
    const saved = changes.findLast((change) => change.type === "orchestration-saved");
    if (saved === undefined || isTerminal(saved.orchestration.status)) return undefined;
    // The next generation starts with a history that the worker has not seen.
    return saved.orchestration.historyLength > 0 ? saved.orchestration.executionId : undefined;
  },
};

/** Two chunks of a turn; the last says how it ends. */
export function joined(before: Turn, chunk: Turn): Turn {
  return {
    ...chunk,
    newHistory: [...before.newHistory, ...chunk.newHistory],
    newTasks: [...before.newTasks, ...chunk.newTasks],
    newTimers: [...before.newTimers, ...chunk.newTimers],
    newMessages: [...before.newMessages, ...chunk.newMessages],
  };
}

export const batches: CommitCalls<CompleteEntityWorkItemRequest> = {
  type: "batch",
  response: { request: { $case: "entityResponse", value: {} } },
  commit: (hub, instanceId, request) =>
    hub.executeOnEntity(instanceId, {
      type: "commit-batch",
      token: request.completionToken,
      operationsExecuted: request.numberOperationsExecuted,
      entityState: request.entityState,
      messages: request.messages,
    }),
  liveExecution({ changes }) {
    if (changes.some(({ type }) => type === "entity-removed")) return undefined;
    return changes.findLast((change) => change.type === "entity-saved")?.entity.executionId;
  },
};
