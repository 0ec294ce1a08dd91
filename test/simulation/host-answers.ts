import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import { continuedAsNewNumber } from "../../emulator/core/status.ts";
import {
  batches,
  type CommitCalls,
  type Completable,
  turns,
} from "../../emulator/grpc/backend/commit-calls.ts";
import { completeActivity } from "../../emulator/grpc/backend/complete-activity.ts";
import { complete, completeInSession } from "../../emulator/grpc/backend/complete-work.ts";
import { Fault } from "../../emulator/grpc/fault.ts";
import type { Hub } from "../../emulator/hub.ts";
import type { Answer, Answers } from "./answers.ts";
import { batchMessages } from "./host-batch.ts";
import { hostTurn } from "./host-turn.ts";
import { type HeldItem, type HeldOf, holdMore } from "./simulated-worker.ts";
import { batchRun, takenOf, taskOutcome } from "./work-run.ts";
import type { World } from "./world.ts";

function turnAnswer(world: World, item: HeldOf<"turn">): Answer {
  const { random, time, identifier } = world;
  const { instanceId, past, fresh } = item.turn;
  const numEventsProcessed = takenOf(world, item.turn, fresh.length);
  const taken = fresh.slice(0, numEventsProcessed);
  const continuesLater = random.chance(0.5);
  const rules = { now: time.now(), identifier, continuesLater };
  const turn = { instanceId, past, fresh: taken };
  const { executionId, memory, ...done } = hostTurn(turn, item.executionId, rules);
  const request = {
    ...done,
    instance: { instanceId, executionId },
    numEventsProcessed,
    customStatus: undefined,
    orchestrationTraceContext: undefined,
    isPartial: false,
    chunkIndex: undefined,
  } as unknown as Parameters<typeof turns.commit>[2];
  const isStored = () => world.record.has(request.newHistory[0] ?? request);
  return completion(world, item, turns, request, {
    // What a later turn begins anew with is not what this one has written.
    isStored: () => done.runtimeStatus === continuedAsNewNumber || isStored(),
    more: (events) => ({
      ...item,
      executionId,
      turn: { instanceId, past: memory, fresh: events },
    }),
  });
}

function batchAnswer(world: World, item: HeldOf<"batch">): Answer {
  const { time, identifier } = world;
  const { operations, answer } = batchRun(world, item.batch);
  const { instanceId } = item.batch;
  const { entityState, results } = answer;
  const request = {
    instanceId,
    executionId: "",
    entityState,
    numberOperationsExecuted: results.length,
    messages: batchMessages(operations, answer, { now: time.now(), identifier }),
  } as unknown as Parameters<typeof batches.commit>[2];
  return completion(world, item, batches, request, {
    more: (events) => ({
      ...item,
      batch: { ...item.batch, entityState, operationRequests: [...events] as Requests },
    }),
  });
}

type Requests = HeldOf<"batch">["batch"]["operationRequests"];

function taskAnswer(world: World, item: HeldOf<"task">): Answer {
  const { result, failureDetails } = taskOutcome(world, item.task);
  const { taskId: taskScheduledId, token: completionToken } = item;
  const eventType =
    failureDetails === undefined
      ? ({ $case: "taskCompleted", value: { taskScheduledId, result } } as const)
      : ({ $case: "taskFailed", value: { taskScheduledId, failureDetails } } as const);
  const responseEvent = { eventId: -1, timestamp: undefined, eventType };
  return sending((hub) => completeActivity(hub, { completionToken, responseEvent }));
}

interface AfterAnswer {
  /** Whether what was answered is durable. */
  readonly isStored?: () => boolean;
  /** What a host that keeps the work holds next. */
  readonly more: (events: readonly HistoryEvent[]) => HeldItem;
}

/** A host may keep the work that it answers. */
function completion<Request extends Completable>(
  world: World,
  item: HeldItem,
  calls: CommitCalls<Request>,
  computed: Omit<Request, keyof Completable>,
  { isStored = () => true, more }: AfterAnswer,
): Answer {
  const { token, worker } = item;
  const completionCount = item.completionCount + 1;
  const request = { ...computed, completionToken: token, completionCount } as Request;
  if (!world.mayFail || world.random.chance(0.3)) {
    worker.sessions.forget(token);
    return sending((hub) => complete(hub, calls, request));
  }
  const session = worker.sessions.keep(token, (events) => {
    holdMore(world, { ...more(events), completionCount });
  });
  return sending(async (hub) => {
    // Nobody sends again what he has gone on from.
    if (worker.sessions.isPast(session)) return;
    const call = session.call(request, () =>
      world.demand(isStored(), "An answer is acknowledged once it is stored", () => token),
    );
    const done = completeInSession(hub, calls, call, request);
    if (!world.workers.includes(worker)) call.cancel();
    await done;
  });
}

/** Unlike the SDKs, the host is told when work was not its own any more. */
function sending(send: (hub: Hub) => Promise<unknown>): Answer {
  return async ({ hub }) => {
    try {
      if (hub !== undefined) await send(hub);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  };
}

/** What the host of Durable Functions answers, in its own protocol. */
export const hostAnswers: Answers = { turn: turnAnswer, task: taskAnswer, batch: batchAnswer };
