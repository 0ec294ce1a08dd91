import { arrival } from "./event.ts";
import { failure } from "./failure.ts";
import type { EventBody, OrchestrationInstance, ParentInstance } from "./history-event.ts";
import type { OutgoingMessage } from "./host-command.ts";
import { instanceIdFault } from "./instance-id.ts";
import { millisOf } from "./instant.ts";
import type { Message } from "./message.ts";
import { post } from "./send.ts";
import type { Stamp } from "./stamp.ts";

export interface Sender extends OrchestrationInstance {
  readonly parent?: ParentInstance | undefined;
}

/** The messages that a worker has made itself, on their way to where it says. */
export function outgoing(
  messages: readonly OutgoingMessage[],
  sender: Sender,
  stamp: Stamp,
): readonly Message[] {
  return messages.flatMap(({ instance, event }) => {
    const body = event?.eventType;
    if (instance === undefined || body === undefined) return [];
    return [refused(instance, body, stamp) ?? addressed(instance, body, sender, stamp)];
  });
}

function addressed(
  { instanceId: target, executionId }: OrchestrationInstance,
  body: EventBody,
  sender: Sender,
  stamp: Stamp,
): Message {
  const visibleAt = Math.max(dueAt(body), stamp.now);
  const event = arrival(visibleAt, withSender(body, target, executionId, sender));
  const only = isOutcome(body) ? parentAt(target, sender) : undefined;
  return post({ target, executionId: only ?? onlyOf(body, executionId), visibleAt, event }, stamp);
}

/** A start makes its own execution; nothing else reaches another execution than it names. */
function onlyOf({ $case }: EventBody, executionId: string | undefined): string | undefined {
  return $case === "executionStarted" ? undefined : executionId || undefined;
}

function isOutcome({ $case }: EventBody): boolean {
  return (
    $case === "subOrchestrationInstanceCompleted" || $case === "subOrchestrationInstanceFailed"
  );
}

/** A parent that was rewound is another execution than the one that its child has heard of. */
function parentAt(target: string, { parent }: Sender): string | undefined {
  const instance = parent?.orchestrationInstance;
  return instance?.instanceId === target ? instance.executionId : undefined;
}

function dueAt(body: EventBody): number {
  const isOperation =
    body.$case === "entityOperationSignaled" || body.$case === "entityOperationCalled";
  const scheduledTime = isOperation ? body.value.scheduledTime : undefined;
  return scheduledTime === undefined ? 0 : millisOf(scheduledTime);
}

/** Who is to be answered, where the worker leaves it to be known. */
function withSender(
  body: EventBody,
  instanceId: string,
  executionId: string | undefined,
  sender: OrchestrationInstance,
): EventBody {
  switch (body.$case) {
    case "executionStarted": {
      const orchestrationInstance = body.value.orchestrationInstance ?? { instanceId, executionId };
      return { $case: body.$case, value: { ...body.value, orchestrationInstance } };
    }
    case "entityOperationCalled": {
      const { parentInstanceId, parentExecutionId } = body.value;
      const value = {
        ...body.value,
        parentInstanceId: parentInstanceId ?? sender.instanceId,
        parentExecutionId: parentExecutionId ?? sender.executionId,
      };
      return { $case: body.$case, value };
    }
    case "entityLockRequested":
    case "entityUnlockSent": {
      const parentInstanceId = body.value.parentInstanceId ?? sender.instanceId;
      return { ...body, value: { ...body.value, parentInstanceId } } as EventBody;
    }
    default:
      return body;
  }
}

/** The answer to a parent whose sub-orchestration cannot have the id it asks for. */
function refused(
  { instanceId }: OrchestrationInstance,
  body: EventBody,
  stamp: Stamp,
): Message | undefined {
  const parent = body.$case === "executionStarted" ? body.value.parentInstance : undefined;
  const fault = instanceIdFault(instanceId);
  if (fault === undefined || parent?.orchestrationInstance === undefined) return undefined;
  const { taskScheduledId, orchestrationInstance } = parent;
  const event = arrival(stamp.now, {
    $case: "subOrchestrationInstanceFailed",
    value: { taskScheduledId, failureDetails: failure("InvalidInstanceId", fault) },
  });
  const { instanceId: target, executionId } = orchestrationInstance;
  return post({ target, executionId, event }, stamp);
}
