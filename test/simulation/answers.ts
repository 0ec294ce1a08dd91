import type { TaskOutcome } from "../../emulator/core/complete-task.ts";
import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import { completeEntity } from "../../emulator/grpc/entity-calls.ts";
import type {
  ActivityRequest,
  EntityRequest,
  OrchestratorResponse,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { completeActivity } from "../../emulator/grpc/worker-calls.ts";
import { type BatchAnswer, runBatch } from "./entity-run.ts";
import { hostAnswerTo } from "./host-answers.ts";
import { actionsOf, failureOf } from "./orchestrator.ts";
import { isRewind } from "./rewound-history.ts";
import { activityResult } from "./script.ts";
import type { ActivityInput } from "./script-actions.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import type { HeldItem, HeldOf } from "./simulated-worker.ts";
import type { World } from "./world.ts";

/** What a worker has computed, to be given to whichever process is there when it arrives. */
export type Answer = (process: SimulatedProcess) => Promise<unknown>;

/** Computes the answer, now; a worker may send it late, twice or never. */
export function answerTo(world: World, item: HeldItem): Answer {
  return item.worker.kind === "host" ? hostAnswerTo(world, item) : sdkAnswerTo(world, item);
}

function sdkAnswerTo(world: World, item: HeldItem): Answer {
  switch (item.type) {
    case "turn":
      return turnAnswer(world, item);
    case "task":
      return taskAnswer(world, item);
    case "batch":
      return batchAnswer(world, item);
  }
}

function turnAnswer(world: World, item: HeldOf<"turn">): Answer {
  const { instanceId, past, fresh } = item.turn;
  const arrivedCount = fresh.length - 1;
  const mayTakeLess = world.mayFail && arrivedCount > 1 && !isRewind(past, fresh);
  const takesLess = mayTakeLess && world.random.chance(0.3);
  // The turn's own beginning counts.
  const numEventsProcessed = takesLess ? 2 + world.random.below(arrivedCount) : undefined;
  const taken = fresh.slice(0, numEventsProcessed);
  const actions = actionsOf({ instanceId, past, fresh: taken }, world.identifier);
  const response: OrchestratorResponse = {
    instanceId,
    actions: actions as OrchestratorResponse["actions"],
    customStatus: undefined,
    completionToken: item.token,
    numEventsProcessed,
    orchestrationTraceContext: undefined,
    requiresHistory: false,
    isPartial: false,
    chunkIndex: undefined,
  };
  const inChunks = actions.length > 1 && world.random.chance(0.1);
  return async ({ hub, completeTurn }) => {
    if (hub === undefined) return undefined;
    if (!inChunks) return completeTurn(hub, response);
    const chunks = [response.actions.slice(0, 1), response.actions.slice(1)];
    for (const [chunkIndex, chunk] of chunks.entries()) {
      const isPartial = chunkIndex === 0;
      await completeTurn(hub, { ...response, actions: chunk, chunkIndex, isPartial });
    }
    return undefined;
  };
}

function taskAnswer(world: World, item: HeldOf<"task">): Answer {
  const response = {
    ...taskOutcome(world, item.task),
    instanceId: item.task.orchestrationInstance?.instanceId ?? "",
    taskId: item.taskId,
    completionToken: item.token,
  };
  return async ({ hub }) => hub && completeActivity(hub, response);
}

/** What comes of the activity, which fails as often as its script says. */
export function taskOutcome(world: World, { input }: ActivityRequest): TaskOutcome {
  const { input: number, failures, name }: ActivityInput = JSON.parse(input ?? "");
  const failed = world.activityFailures.get(name) ?? 0;
  const isFailure = failed < failures;
  if (isFailure) world.activityFailures.set(name, failed + 1);
  return {
    result: isFailure ? undefined : activityResult(number),
    failureDetails: isFailure ? failureOf("scripted") : undefined,
  };
}

/** The operations of a batch that its worker runs, and what comes of them. */
export function batchRun(
  world: World,
  { instanceId, entityState, operationRequests }: EntityRequest,
): { readonly operations: readonly HistoryEvent[]; readonly answer: BatchAnswer } {
  const takesLess = world.mayFail && world.random.chance(0.15);
  const count = takesLess ? world.random.below(operationRequests.length) : undefined;
  const operations = operationRequests.slice(0, count);
  const answer = runBatch(instanceId, entityState, operations, {
    demand: world.demand,
    now: world.time.now(),
    isAwaited: world.record.isAwaited,
  });
  return { operations, answer };
}

function batchAnswer(world: World, item: HeldOf<"batch">): Answer {
  const response = {
    ...batchRun(world, item.batch).answer,
    failureDetails: undefined,
    completionToken: item.token,
    operationInfos: [],
    requiresState: false,
  } as unknown as Parameters<typeof completeEntity>[1];
  return async ({ hub }) => hub && completeEntity(hub, response);
}
