import type {
  GetWorkItemsRequest,
  HistoryEvent,
  WorkItem,
} from "../../../emulator/grpc/generated/orchestrator_service.ts";
import type { BackendClient } from "./backend-client.ts";
import { createExecution, type Execution, type Orchestrator } from "./replay.ts";
import { eventOf, failureOf, message, runTurn } from "./turn.ts";

/** What a function app has registered. */
export interface App {
  readonly orchestrators?: Readonly<Record<string, Orchestrator>>;
  readonly activities?: Readonly<Record<string, (input: string | undefined) => string>>;
  /** By entity name: the state after an operation, which is also its result; "" deletes it. */
  readonly entities?: Readonly<
    Record<string, (state: string | undefined, operation: string, input?: string) => string>
  >;
  /** Keeps instances in memory between turns, as extended sessions do. */
  readonly extendedSessions?: boolean;
}

/** A turn as the host saw it. */
export interface SeenTurn {
  readonly instanceId: string;
  readonly token: string;
  /** How many events of history came with it; absent: the host kept the instance in memory. */
  readonly past: number | undefined;
  readonly arrived: readonly (string | undefined)[];
}

export interface Host {
  readonly turns: readonly SeenTurn[];
  /** What went wrong in the host itself; a test expects none. */
  readonly failures: readonly unknown[];
  /** Resolves once the stream of work items is over. */
  stop(): Promise<void>;
}

const everything: GetWorkItemsRequest = {
  maxConcurrentOrchestrationWorkItems: 10,
  maxConcurrentActivityWorkItems: 10,
  maxConcurrentEntityWorkItems: 10,
  capabilities: [],
  workItemFilters: undefined,
};

/**
 * Works as the host of Durable Functions does with its engine, DurableTask.Core: it computes
 * histories, messages and statuses itself, and lets the scheduler keep them.
 */
export function startHost(client: BackendClient, app: App): Host {
  const { orchestrators = {}, activities = {}, entities = {} } = app;
  const turns: SeenTurn[] = [];
  const failures: unknown[] = [];
  const sessions = new Set<{ cancel(): void }>();
  const stream = client.stream("getWorkItems", everything);
  const closed = new Promise<void>((resolve) => void stream.once("close", resolve));

  async function handle({ request, completionToken }: WorkItem): Promise<void> {
    switch (request?.$case) {
      case "orchestratorRequest": {
        const { instanceId, pastEvents, newEvents } = request.value;
        const execution = executionOf([...pastEvents, ...newEvents]);
        execution.feed(pastEvents);
        const seen = { instanceId, token: completionToken, past: pastEvents.length };
        turns.push({ ...seen, arrived: kinds(newEvents) });
        if (app.extendedSessions) await runSession(execution, newEvents, seen);
        else await answer(runTurn(execution, newEvents, orchestrators).answer, completionToken);
        return;
      }
      case "activityRequest": {
        const { name, input, taskId: taskScheduledId } = request.value;
        await client.call("completeActivityWorkItem", {
          completionToken,
          responseEvent: eventOf(runActivity(name, input, taskScheduledId)),
        });
        return;
      }
      case "entityRequestV2":
        return runBatch(request.value, completionToken);
      default:
        return;
    }
  }

  async function answer(
    turn: ReturnType<typeof runTurn>["answer"],
    completionToken: string,
  ): Promise<void> {
    await client.call("completeOrchestrationWorkItem", {
      ...turn,
      completionToken,
      completionCount: 0,
    });
  }

  // Commits each turn on a stream that then brings what arrives next, until it is over.
  async function runSession(
    first: Execution,
    newEvents: readonly HistoryEvent[],
    { instanceId, token }: Pick<SeenTurn, "instanceId" | "token">,
  ): Promise<void> {
    let execution = first;
    let arrived: readonly HistoryEvent[] | undefined = newEvents;
    for (let completionCount = 1; arrived !== undefined; completionCount += 1) {
      const turn = runTurn(execution, arrived, orchestrators);
      execution = turn.execution;
      arrived = await commitAndWait({ ...turn.answer, completionToken: token, completionCount });
      if (arrived !== undefined) {
        turns.push({ instanceId, token, past: undefined, arrived: kinds(arrived) });
      }
    }
    await client.call("releaseOrchestrationWorkItem", { completionToken: token });
  }

  async function commitAndWait(
    request: ReturnType<typeof runTurn>["answer"] & {
      completionToken: string;
      completionCount: number;
    },
  ): Promise<readonly HistoryEvent[] | undefined> {
    const session = client.stream("completeOrchestrationWorkItemWithExtendedSession", request);
    sessions.add(session);
    try {
      for await (const { request: part } of session) {
        if (part?.$case === "newMessages") return part.value.events;
      }
    } catch {
      // Cancelled: nothing comes any more.
    } finally {
      sessions.delete(session);
    }
    return undefined;
  }

  function executionOf(events: readonly HistoryEvent[]): Execution {
    for (const { eventType: body } of events) {
      if (body?.$case === "executionStarted") return createExecution(body.value, orchestrators);
    }
    throw new Error("The work item has no ExecutionStarted, neither in the past nor new.");
  }

  function runActivity(name: string, input: string | undefined, taskScheduledId: number) {
    try {
      const result = activities[name]?.(input);
      return { $case: "taskCompleted", value: { taskScheduledId, result } } as const;
    } catch (error) {
      const failureDetails = failureOf("Error", error instanceof Error ? error.message : "");
      return { $case: "taskFailed", value: { taskScheduledId, failureDetails } } as const;
    }
  }

  async function runBatch(
    { instanceId, executionId, entityState, operationRequests }: EntityRequest,
    completionToken: string,
  ): Promise<void> {
    const run = entities[instanceId.split("@")[1] ?? ""];
    let state = entityState;
    const messages = operationRequests.flatMap(({ eventType: body }) => {
      if (body?.$case !== "entityOperationCalled" && body?.$case !== "entityOperationSignaled") {
        return [];
      }
      const { requestId, operation, input } = body.value;
      state = run?.(state, operation, input) || undefined;
      const caller = body.$case === "entityOperationCalled" ? body.value : undefined;
      if (caller?.parentInstanceId === undefined) return [];
      const value = { requestId, output: state };
      const response = { $case: "entityOperationCompleted", value } as const;
      return [message(caller.parentInstanceId, response, caller.parentExecutionId)];
    });
    await client.call("completeEntityWorkItem", {
      completionToken,
      completionCount: 0,
      instanceId,
      executionId,
      numberOperationsExecuted: operationRequests.length,
      entityState: state,
      messages,
    });
  }

  stream.on("data", (item: WorkItem) => void handle(item).catch((error) => failures.push(error)));
  return {
    turns,
    failures,
    async stop() {
      for (const session of sessions) session.cancel();
      stream.cancel();
      await closed;
    },
  };
}

type EntityRequest = Extract<
  NonNullable<WorkItem["request"]>,
  { $case: "entityRequestV2" }
>["value"];

function kinds(events: readonly HistoryEvent[]): (string | undefined)[] {
  return events.map(({ eventType }) => eventType?.$case);
}
