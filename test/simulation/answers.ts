import { completeEntity } from "../../emulator/grpc/entity-calls.ts";
import type { OrchestratorResponse } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { completeActivity } from "../../emulator/grpc/worker-calls.ts";
import { hostAnswers } from "./host-answers.ts";
import { actionsOf } from "./orchestrator.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import type { HeldItem, HeldOf, WorkerKind } from "./simulated-worker.ts";
import { batchRun, takenOf, taskOutcome } from "./work-run.ts";
import type { World } from "./world.ts";

/** What a worker has computed, to be given to whichever process is there when it arrives. */
export type Answer = (process: SimulatedProcess) => Promise<unknown>;

/** One way to answer each type of work. */
export interface Answers {
  turn(world: World, item: HeldOf<"turn">): Answer;
  task(world: World, item: HeldOf<"task">): Answer;
  batch(world: World, item: HeldOf<"batch">): Answer;
}

/** Computes the answer, now; a worker may send it late, twice or never. */
export function answerTo(world: World, item: HeldItem): Answer {
  const answers = answersOf[item.worker.kind];
  switch (item.type) {
    case "turn":
      return answers.turn(world, item);
    case "task":
      return answers.task(world, item);
    case "batch":
      return answers.batch(world, item);
  }
}

function turnAnswer(world: World, item: HeldOf<"turn">): Answer {
  const { instanceId, past, fresh } = item.turn;
  // The turn's own beginning counts.
  const arrived = takenOf(world, item.turn, fresh.length - 1);
  const numEventsProcessed = arrived && arrived + 1;
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
  const inChunks = actions.length > 2 && world.random.chance(0.1);
  const parts = inChunks ? chunksOf(response, world.random.chance(0.5)) : [response];
  return async ({ hub, completeTurn }) => {
    for (const part of parts) if (hub !== undefined) await completeTurn(hub, part);
  };
}

/** Three of them, of which a worker that was not told of the second sends it again. */
function chunksOf(
  { actions, ...said }: OrchestratorResponse,
  isRepeated: boolean,
): readonly OrchestratorResponse[] {
  const chunk = (chunkIndex: number, from: number, end?: number) => ({
    ...said,
    actions: actions.slice(from, end),
    chunkIndex,
    isPartial: end !== undefined,
  });
  const [first, second, last] = [chunk(0, 0, 1), chunk(1, 1, 2), chunk(2, 2)];
  return isRepeated ? [first, second, second, last] : [first, second, last];
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

const answersOf: Readonly<Record<WorkerKind, Answers>> = {
  sdk: { turn: turnAnswer, task: taskAnswer, batch: batchAnswer },
  host: hostAnswers,
};
