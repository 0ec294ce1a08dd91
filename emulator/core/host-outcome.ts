import type { CompleteOrchestration } from "./action.ts";
import { failure } from "./failure.ts";
import type { Ending } from "./finish.ts";
import type { EventBody, HistoryEvent } from "./history-event.ts";
import type { CommitTurn, OutgoingMessage } from "./host-command.ts";
import type { Message } from "./message.ts";
import { continuedAsNewNumber, isTerminal, statusOfNumber, type TerminalStatus } from "./status.ts";

/** Canceled is in the protocol and never stored: it counts as terminated. */
const canceledNumber = 4;

function ends(number: CommitTurn["status"]): TerminalStatus | undefined {
  const status = number === canceledNumber ? "terminated" : statusOfNumber(number);
  return status !== undefined && isTerminal(status) ? status : undefined;
}

/** How the turn ends the orchestration, if it does: its status says so, its history with what. */
export function endingOf(
  { status: number, history }: CommitTurn,
  consumed: readonly Message[],
): Ending | undefined {
  const status = ends(number);
  if (status === undefined) return undefined;
  const completion = lastOf(history, "executionCompleted");
  const output = completion?.result;
  return {
    status,
    output,
    failure:
      status === "failed"
        ? (completion?.failureDetails ?? failure("Unknown", output ?? "No details"))
        : undefined,
    endsChildren: consumed.some(
      ({ event: { eventType: body } }) =>
        body?.$case === "executionTerminated" && body.value.recurse,
    ),
    isReported: true,
  };
}

/** The status of what goes on. A suspension that arrived during the turn holds nevertheless. */
export function liveStatus(
  { status }: CommitTurn,
  unconsumed: readonly Message[],
): "running" | "suspended" {
  const later = unconsumed.findLast(({ event: { eventType: body } }) => {
    return body?.$case === "executionSuspended" || body?.$case === "executionResumed";
  });
  if (later !== undefined) {
    return later.event.eventType?.$case === "executionSuspended" ? "suspended" : "running";
  }
  return statusOfNumber(status) === "suspended" ? "suspended" : "running";
}

export interface NextGeneration {
  readonly action: CompleteOrchestration;
  /** What the turn sends to others. */
  readonly messages: readonly OutgoingMessage[];
}

/** What the next generation begins with, where the turn leaves one to a later turn. */
export function nextGeneration(
  { status, history, messages }: CommitTurn,
  instanceId: string,
): NextGeneration | undefined {
  const own = messages.filter(({ instance }) => instance?.instanceId === instanceId);
  const events = own.flatMap(({ event }) => (event === undefined ? [] : [event]));
  const started = lastOf(events, "executionStarted");
  const goesOn = status === continuedAsNewNumber || (started !== undefined && !ends(status));
  if (!goesOn) return undefined;
  const result =
    started?.input ??
    lastOf(history, "continueAsNew")?.input ??
    lastOf(history, "executionCompleted")?.result;
  return {
    action: {
      orchestrationStatus: continuedAsNewNumber,
      result,
      details: undefined,
      newVersion: started?.version,
      carryoverEvents: events.filter((event) => event.eventType?.$case !== "executionStarted"),
      failureDetails: undefined,
      tags: started?.tags ?? {},
    },
    messages: messages.filter(({ instance }) => instance?.instanceId !== instanceId),
  };
}

function lastOf<Name extends EventBody["$case"]>(events: readonly HistoryEvent[], name: Name) {
  type Body = Extract<EventBody, { $case: Name }>;
  const isOne = (body: EventBody | undefined): body is Body => body?.$case === name;
  return events.map(({ eventType }) => eventType).findLast(isOne)?.value as
    | Body["value"]
    | undefined;
}
