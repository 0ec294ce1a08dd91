import type { TaskOutcome } from "../../emulator/core/complete-task.ts";
import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import type {
  ActivityRequest,
  EntityRequest,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type BatchAnswer, runBatch } from "./entity-run.ts";
import { failureOf, type TurnItem } from "./orchestrator.ts";
import { isRewind } from "./rewound-history.ts";
import { activityResult } from "./script.ts";
import type { ActivityInput } from "./script-actions.ts";
import type { World } from "./world.ts";

/** How many of a turn's arrivals its worker takes, where it does not take all. */
export function takenOf(
  { mayFail, random }: World,
  { past, fresh }: TurnItem,
  arrivedCount: number,
): number | undefined {
  const mayTakeLess = mayFail && arrivedCount > 1 && !isRewind(past, fresh);
  return mayTakeLess && random.chance(0.3) ? 1 + random.below(arrivedCount) : undefined;
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
