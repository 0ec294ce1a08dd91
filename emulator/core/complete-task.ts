import { type Decision, decision } from "./decision.ts";
import { arrival } from "./event.ts";
import { failure } from "./failure.ts";
import type { EventBody, FailureDetails } from "./history-event.ts";
import { oversize } from "./limits.ts";
import { post } from "./send.ts";
import type { Stamp } from "./stamp.ts";
import type { Task } from "./task.ts";

/** What a worker says of an activity. Only the presence of failure details makes it a failure. */
export interface TaskOutcome {
  readonly result: string | undefined;
  readonly failureDetails: FailureDetails | undefined;
}

/** An answered activity is forgotten, and its outcome sent to the execution that asked for it. */
export function completeTask(task: Task, outcome: TaskOutcome, stamp: Stamp): Decision {
  const event = arrival(stamp.now, eventOf(task, outcome));
  const { instanceId: target, executionId } = task;
  return decision(
    [{ type: "task-removed", sequence: task.sequence }],
    [post({ target, executionId, event }, stamp)],
  );
}

function eventOf(task: Task, { result, failureDetails }: TaskOutcome): EventBody {
  const taskScheduledId = task.event.eventId;
  const fault = oversize(`The result of activity '${task.event.eventType.value.name}'`, result);
  const failed =
    failureDetails ?? (fault === undefined ? undefined : failure("PayloadTooLarge", fault));
  return failed === undefined
    ? { $case: "taskCompleted", value: { taskScheduledId, result } }
    : { $case: "taskFailed", value: { taskScheduledId, failureDetails: failed } };
}
