import { completeEntity } from "../../emulator/grpc/entity-calls.ts";
import type { OrchestratorResponse } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { completeActivity } from "../../emulator/grpc/worker-calls.ts";
import { runBatch } from "./entity-run.ts";
import { actionsOf, failureOf } from "./orchestrator.ts";
import { isRewind } from "./rewound-history.ts";
import { activityResult } from "./script.ts";
import type { ActivityInput } from "./script-actions.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import type { HeldItem } from "./simulated-worker.ts";
import type { World } from "./world.ts";

/** What a worker has computed, to be given to whichever process is there when it arrives. */
export type Answer = (process: SimulatedProcess) => Promise<unknown>;

/** Computes the answer, now; a worker may send it late, twice or never. */
export function answerTo(world: World, item: HeldItem): Answer {
  switch (item.type) {
    case "turn":
      return turnAnswer(world, item);
    case "task":
      return taskAnswer(world, item);
    case "batch":
      return batchAnswer(world, item);
  }
}

function turnAnswer(world: World, item: Extract<HeldItem, { type: "turn" }>): Answer {
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

function taskAnswer(world: World, item: Extract<HeldItem, { type: "task" }>): Answer {
  const { input, orchestrationInstance } = item.task;
  const { input: number, failures, name }: ActivityInput = JSON.parse(input ?? "");
  const failed = world.activityFailures.get(name) ?? 0;
  const isFailure = failed < failures;
  if (isFailure) world.activityFailures.set(name, failed + 1);
  const response = {
    instanceId: orchestrationInstance?.instanceId ?? "",
    taskId: item.taskId,
    result: isFailure ? undefined : activityResult(number),
    failureDetails: isFailure ? failureOf("scripted") : undefined,
    completionToken: item.token,
  };
  return async ({ hub }) => hub && completeActivity(hub, response);
}

function batchAnswer(world: World, item: Extract<HeldItem, { type: "batch" }>): Answer {
  const { instanceId, entityState, operationRequests } = item.batch;
  const takesLess = world.mayFail && world.random.chance(0.15);
  const count = takesLess ? world.random.below(operationRequests.length) : undefined;
  const operations = operationRequests.slice(0, count);
  const {
    results,
    actions,
    entityState: state,
  } = runBatch(instanceId, entityState, operations, {
    demand: world.demand,
    now: world.time.now(),
    isAwaited: world.record.isAwaited,
  });
  const response = {
    results,
    actions,
    entityState: state,
    failureDetails: undefined,
    completionToken: item.token,
    operationInfos: [],
    requiresState: false,
  } as unknown as Parameters<typeof completeEntity>[1];
  return async ({ hub }) => hub && completeEntity(hub, response);
}
