import type { Change } from "./change.ts";
import { sectionsAfter } from "./critical-section.ts";
import { arrival } from "./event.ts";
import type { HistoryEvent } from "./history-event.ts";
import type { OutgoingMessage } from "./host-command.ts";
import { millisOf } from "./instant.ts";
import type { Message } from "./message.ts";
import type { CriticalSection, Orchestration } from "./orchestration.ts";
import { post } from "./send.ts";
import type { Stamp } from "./stamp.ts";

export function tasksScheduled(
  events: readonly HistoryEvent[],
  { instanceId, executionId, version }: Orchestration,
  stamp: Stamp,
): readonly Change[] {
  return events.flatMap((event): Change[] => {
    const { eventType } = event;
    if (eventType?.$case !== "taskScheduled") return [];
    const sequence = stamp.sequence();
    const owner = { instanceId, executionId, instanceVersion: version };
    return [
      { type: "task-scheduled", task: { sequence, ...owner, event: { ...event, eventType } } },
    ];
  });
}

/** A timer that has fired is a message that arrives when its time has come. */
export function timersSet(
  events: readonly HistoryEvent[],
  { instanceId: target, executionId }: Orchestration,
  stamp: Stamp,
): readonly Message[] {
  return events.flatMap(({ eventType: body }) => {
    if (body?.$case !== "timerFired") return [];
    const { fireAt } = body.value;
    const visibleAt = Math.max(fireAt === undefined ? 0 : millisOf(fireAt), stamp.now);
    return [post({ target, executionId, visibleAt, event: arrival(visibleAt, body) }, stamp)];
  });
}

export function childrenStarted(
  messages: readonly OutgoingMessage[],
  { instanceId: ownId }: Orchestration,
): readonly Change[] {
  return messages.flatMap(({ instance, event }): Change[] => {
    const body = event?.eventType;
    const parent = body?.$case === "executionStarted" ? body.value.parentInstance : undefined;
    if (instance === undefined || parent?.orchestrationInstance?.instanceId !== ownId) return [];
    const { taskScheduledId } = parent;
    return [{ type: "child-started", child: { taskScheduledId, instanceId: instance.instanceId } }];
  });
}

/** The critical sections that are left once the messages are sent. */
export function sectionsLeft(
  messages: readonly OutgoingMessage[],
  sections: readonly CriticalSection[],
): readonly CriticalSection[] {
  return messages.reduce((left, { instance, event }) => {
    const body = event?.eventType;
    return body === undefined ? left : sectionsAfter(left, instance?.instanceId ?? "", body);
  }, sections);
}
