import type { TaskOutcome } from "../../core/complete-task.ts";
import { failure } from "../../core/failure.ts";
import type { Hub } from "../../hub.ts";
import { invalidArgument } from "../fault.ts";
import type { CompleteActivityWorkItemRequest } from "../generated/backend_service.ts";
import type { HistoryEvent } from "../generated/orchestrator_service.ts";
import { workLost } from "./work-lost.ts";

export async function completeActivity(
  hub: Hub,
  { completionToken: token, responseEvent }: CompleteActivityWorkItemRequest,
): Promise<object> {
  const outcome = outcomeOf(responseEvent);
  const work = hub.dispatcher.answer(token, "task");
  if (work === undefined) throw workLost({ token });
  await hub.completeTask(work.task, outcome);
  return {};
}

function outcomeOf(event: HistoryEvent | undefined): TaskOutcome {
  const body = event?.eventType;
  switch (body?.$case) {
    case "taskCompleted":
      return { result: body.value.result, failureDetails: undefined };
    case "taskFailed": {
      const failureDetails =
        body.value.failureDetails ?? failure("Unknown", "The host gave no details of the failure");
      return { result: undefined, failureDetails };
    }
    default:
      throw invalidArgument("responseEvent must be a TaskCompleted or a TaskFailed event.");
  }
}
