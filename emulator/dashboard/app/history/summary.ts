import type { EventBody, FailureDetails } from "../../../core/history-event.ts";
import { type Instant, millisOf } from "../../../core/instant.ts";
import { statusOfNumber } from "../../../core/status.ts";
import { exactText } from "../format.ts";

/** What one line of the history says of an event. */
export interface Summary {
  readonly label: string;
  readonly tone: "plain" | "work" | "good" | "bad" | "wait" | "signal";
  /** The event's own words: a name, a reason, an error. */
  readonly text?: string;
  /** The payload it carries, as it was serialized. */
  readonly payload?: string | undefined;
  /** The id of the event that this one ends. */
  readonly ends?: number;
  /** Another instance the event speaks of. */
  readonly instanceId?: string;
}

type Name = EventBody["$case"];
type ValueOf<Of extends Name> = Extract<EventBody, { readonly $case: Of }>["value"];
type Body<Of extends Name> = { [N in Of]: { readonly $case: N; readonly value: ValueOf<N> } }[Of];

const summaries: { readonly [Of in Name]: (value: ValueOf<Of>) => Summary } = {
  executionStarted: (value) => ({
    label: "Execution started",
    tone: "plain",
    text: named(value.name, value.version),
    payload: value.input,
  }),
  executionCompleted: (value) => {
    const status = statusOfNumber(value.orchestrationStatus);
    const failed = value.failureDetails !== undefined;
    return {
      label: "Execution completed",
      tone: failed ? "bad" : "good",
      text: failed ? failureText(value.failureDetails) : (status ?? "continued as new"),
      payload: value.result,
    };
  },
  executionTerminated: (value) => ({
    label: "Execution terminated",
    tone: "bad",
    text: value.recurse ? "with all sub-orchestrations" : "",
    payload: value.input,
  }),
  taskScheduled: (value) => ({
    label: "Activity scheduled",
    tone: "work",
    text: named(value.name, value.version),
    payload: value.input,
  }),
  taskCompleted: (value) => ({
    label: "Activity completed",
    tone: "good",
    ends: value.taskScheduledId,
    payload: value.result,
  }),
  taskFailed: (value) => ({
    label: "Activity failed",
    tone: "bad",
    ends: value.taskScheduledId,
    text: failureText(value.failureDetails),
  }),
  subOrchestrationInstanceCreated: (value) => ({
    label: "Sub-orchestration started",
    tone: "work",
    text: named(value.name, value.version),
    payload: value.input,
    instanceId: value.instanceId,
  }),
  subOrchestrationInstanceCompleted: (value) => ({
    label: "Sub-orchestration completed",
    tone: "good",
    ends: value.taskScheduledId,
    payload: value.result,
  }),
  subOrchestrationInstanceFailed: (value) => ({
    label: "Sub-orchestration failed",
    tone: "bad",
    ends: value.taskScheduledId,
    text: failureText(value.failureDetails),
  }),
  timerCreated: (value) => ({
    label: "Timer created",
    tone: "wait",
    text: `fires ${instantText(value.fireAt)}`,
  }),
  timerFired: (value) => ({ label: "Timer fired", tone: "wait", ends: value.timerId }),
  orchestratorStarted: () => ({ label: "Orchestrator turn", tone: "plain" }),
  orchestratorCompleted: () => ({ label: "Orchestrator turn ended", tone: "plain" }),
  eventSent: (value) => ({
    label: "Event sent",
    tone: "signal",
    text: value.name,
    payload: value.input,
    instanceId: value.instanceId,
  }),
  eventRaised: (value) => ({
    label: "Event received",
    tone: "signal",
    text: value.name,
    payload: value.input,
  }),
  genericEvent: (value) => ({ label: "Generic event", tone: "plain", payload: value.data }),
  historyState: () => ({ label: "History state", tone: "plain" }),
  continueAsNew: (value) => ({ label: "Continued as new", tone: "plain", payload: value.input }),
  executionSuspended: (value) => ({ label: "Suspended", tone: "wait", text: value.input ?? "" }),
  executionResumed: (value) => ({ label: "Resumed", tone: "good", text: value.input ?? "" }),
  entityOperationSignaled: (value) => ({
    label: "Entity signaled",
    tone: "signal",
    text: operation(value.targetInstanceId, value.operation),
    payload: value.input,
  }),
  entityOperationCalled: (value) => ({
    label: "Entity called",
    tone: "work",
    text: operation(value.targetInstanceId, value.operation),
    payload: value.input,
  }),
  entityOperationCompleted: (value) => ({
    label: "Entity call completed",
    tone: "good",
    payload: value.output,
  }),
  entityOperationFailed: (value) => ({
    label: "Entity call failed",
    tone: "bad",
    text: failureText(value.failureDetails),
  }),
  entityLockRequested: (value) => ({
    label: "Entity locks requested",
    tone: "wait",
    text: value.lockSet.join(", "),
  }),
  entityLockGranted: () => ({ label: "Entity locks granted", tone: "good" }),
  entityUnlockSent: (value) => ({
    label: "Entity unlocked",
    tone: "signal",
    text: value.targetInstanceId ?? "",
  }),
  executionRewound: (value) => ({ label: "Rewound", tone: "wait", text: value.reason ?? "" }),
};

export function summaryOf<Of extends Name>(body: Body<Of> | undefined): Summary {
  if (body === undefined) return { label: "Unknown event", tone: "plain" };
  return summaries[body.$case](body.value);
}

export function failureText(failure: FailureDetails | undefined): string {
  return failure === undefined ? "" : `${failure.errorType}: ${failure.errorMessage}`;
}

function named(name: string, version: string | undefined): string {
  return version === undefined || version === "" ? name : `${name} · version ${version}`;
}

function operation(target: string | undefined, name: string): string {
  return target === undefined ? name : `${target} · ${name}`;
}

function instantText(instant: Instant | undefined): string {
  return instant === undefined ? "at an unknown time" : `at ${exactText(millisOf(instant))}`;
}
