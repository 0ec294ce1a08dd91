import type { Change } from "./change.ts";
import { sectionsAfter } from "./critical-section.ts";
import { arrival } from "./event.ts";
import type { HistoryEvent } from "./history-event.ts";
import type { CommitTurn, OutgoingMessage } from "./host-command.ts";
import { millisOf } from "./instant.ts";
import type { Message } from "./message.ts";
import type { CriticalSection, Orchestration } from "./orchestration.ts";
import { post } from "./send.ts";
import type { Stamp } from "./stamp.ts";

/**
 * The turn's history with the inputs of what it begins. DurableTask.Core leaves them out, for they
 * are in what it sends; a rewind, which begins again what is open, has nothing but the history.
 */
export function withInputs({ history, tasks, messages }: CommitTurn): readonly HistoryEvent[] {
  const inputs = new Map([...tasks, ...messages.map(({ event }) => event)].map(inputOf));
  return inputs.size === 0 ? history : history.map((event) => withInput(event, inputs));
}

/** What the event sets off, and with what. */
function inputOf(event: HistoryEvent | undefined): [begun: string, input: string | undefined] {
  const body = event?.eventType;
  if (body?.$case === "taskScheduled") return [`task ${event?.eventId}`, body.value.input];
  if (body?.$case !== "executionStarted") return ["", undefined];
  return [`child ${body.value.parentInstance?.taskScheduledId}`, body.value.input];
}

function withInput(
  event: HistoryEvent,
  inputs: ReadonlyMap<string, string | undefined>,
): HistoryEvent {
  const { eventId, eventType: body } = event;
  switch (body?.$case) {
    case "taskScheduled": {
      const input = body.value.input ?? inputs.get(`task ${eventId}`);
      return { ...event, eventType: { $case: body.$case, value: { ...body.value, input } } };
    }
    case "subOrchestrationInstanceCreated": {
      const input = body.value.input ?? inputs.get(`child ${eventId}`);
      return { ...event, eventType: { $case: body.$case, value: { ...body.value, input } } };
    }
    default:
      return event;
  }
}

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

/**
 * Tells what an execution has begun itself from what those before it have, in the same turn: their
 * numbers are the same, and outcomes name nothing else. The last of a number is its own.
 */
export function shared(
  events: readonly HistoryEvent[],
  history: readonly HistoryEvent[],
): { readonly own: readonly HistoryEvent[]; readonly others: readonly HistoryEvent[] } {
  const begun = new Set(history.filter(isBeginning).map(({ eventId }) => eventId));
  const last = new Map(events.map((event) => [numberOf(event), event]));
  const isOwn = (event: HistoryEvent) => {
    const number = numberOf(event);
    return begun.has(number) && last.get(number) === event;
  };
  return { own: events.filter(isOwn), others: events.filter((event) => !isOwn(event)) };
}

function isBeginning({ eventType: body }: HistoryEvent): boolean {
  return body?.$case === "taskScheduled" || body?.$case === "timerCreated";
}

function numberOf({ eventId, eventType: body }: HistoryEvent): number {
  return body?.$case === "timerFired" ? body.value.timerId : eventId;
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
