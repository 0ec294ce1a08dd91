import type { CompleteOrchestration, OrchestratorAction } from "./action.ts";
import { type StepBody, stepEffect } from "./action-effect.ts";
import type { Change } from "./change.ts";
import type { CompleteTurn } from "./command.ts";
import { continueAsNew } from "./continue-as-new.ts";
import { type Decision, decision } from "./decision.ts";
import type { Effect } from "./effect.ts";
import { failure } from "./failure.ts";
import { type Ending, finish, withChildren } from "./finish.ts";
import type { FailureDetails, HistoryEvent } from "./history-event.ts";
import { instantOf } from "./instant.ts";
import { oversize } from "./limits.ts";
import type { Message } from "./message.ts";
import type { Orchestration, OrchestrationState } from "./orchestration.ts";
import { type Rejection, reject } from "./rejection.ts";
import { rewound } from "./rewound.ts";
import type { Stamp } from "./stamp.ts";
import { continuedAsNewNumber, isTerminal, statusNumbers, statusOfNumber } from "./status.ts";
import { consumedOf, newEvents } from "./turn.ts";

/** A worker's answer to a turn, committed whole: history, effects of its actions, new status. */
export function completeTurn(
  state: OrchestrationState,
  command: CompleteTurn,
  stamp: Stamp,
): Decision | Rejection {
  const lease = state.lease;
  if (lease?.token !== command.token) {
    return reject("lease-lost", `${command.token} is not the current lease`);
  }
  const consumed = consumedOf(state, lease, command.messagesConsumed);
  const arrived = newEvents(state, lease.startedAt, consumed);
  const { steps, completion, newHistory } = partition(command.actions);
  const answer = newHistory && rewound(state, newHistory, stamp);
  if (answer !== undefined) return answer;
  const effects = effectsOf(steps, state, stamp);
  const fault =
    (newHistory && unaskedRewind) ??
    effects.find((effect) => effect.failure !== undefined)?.failure ??
    payloadFailure(command.customStatus, completion);
  const sound = fault === undefined ? effects : [];
  const events = [...arrived, ...sound.flatMap((effect) => effect.events)];
  const orchestration: Orchestration = {
    ...state.orchestration,
    lastUpdatedAt: stamp.now,
    traceContext: command.traceContext ?? state.orchestration.traceContext,
    historyLength: state.orchestration.historyLength + events.length,
    criticalSections: sound.at(-1)?.criticalSections ?? state.orchestration.criticalSections,
  };
  const end = outcome(fault, completion, state, consumed);
  const turn = { consumed, events, orchestration };
  const done = sound.flatMap((effect) => effect.changes);
  const { changes, messages } = conclude(withChildren(state, done), turn, end, stamp);
  return decision(
    [
      { type: "lease-ended" },
      ...(fault === undefined ? customStatusSaved(state, command.customStatus) : []),
      ...changes.before,
      ...done,
      ...changes.after,
    ],
    [...sound.flatMap((effect) => effect.messages), ...messages],
  );
}

interface Completion {
  readonly id: number;
  readonly value: CompleteOrchestration;
}

function partition(actions: readonly OrchestratorAction[]) {
  const steps: { readonly action: OrchestratorAction; readonly body: StepBody }[] = [];
  let completion: Completion | undefined;
  let newHistory: readonly HistoryEvent[] | undefined;
  for (const action of actions) {
    const body = action.orchestratorActionType;
    if (body?.$case === "completeOrchestration") completion = { id: action.id, value: body.value };
    else if (body?.$case === "rewindOrchestration") newHistory = body.value.newHistory;
    else if (body !== undefined) steps.push({ action, body });
  }
  return { steps, completion, newHistory };
}

const unaskedRewind = failure(
  "InvalidRewind",
  "A worker answered with a rewound history that was not asked for, or that names no execution.",
);

// Each step sees the critical sections that the steps before it left.
function effectsOf(
  steps: ReturnType<typeof partition>["steps"],
  state: OrchestrationState,
  stamp: Stamp,
): readonly Effect[] {
  let { criticalSections } = state.orchestration;
  return steps.map(({ action, body }) => {
    const orchestration = { ...state.orchestration, criticalSections };
    const effect = stepEffect(action, body, { state: { ...state, orchestration }, stamp });
    criticalSections = effect.criticalSections ?? criticalSections;
    return { ...effect, criticalSections };
  });
}

function payloadFailure(
  customStatus: string | undefined,
  completion: Completion | undefined,
): FailureDetails | undefined {
  const fault =
    oversize("The custom status", customStatus) ??
    oversize("The orchestration's result", completion?.value.result);
  return fault === undefined ? undefined : failure("PayloadTooLarge", fault);
}

type Outcome =
  | { readonly type: "goes-on" }
  | { readonly type: "continues-as-new"; readonly action: CompleteOrchestration }
  | { readonly type: "ends"; readonly id: number; readonly ending: Ending };

/** The id of a completion that the scheduler itself decides on. */
const ownCompletionId = -1;

function outcome(
  fault: FailureDetails | undefined,
  completion: Completion | undefined,
  state: OrchestrationState,
  consumed: number,
): Outcome {
  const terminated = terminationIn(state.inbox.slice(0, consumed));
  const endsChildren = terminated?.recurse === true;
  if (fault !== undefined) {
    const ending: Ending = { status: "failed", output: undefined, failure: fault, endsChildren };
    return { type: "ends", id: ownCompletionId, ending };
  }
  if (completion !== undefined && !continues(completion))
    return completed(completion, endsChildren);
  // A termination ends what would go on: a suspended worker of some SDKs answers it with no action
  // at all, and one that continued as new before it came to it would lose it.
  if (terminated !== undefined) {
    const output = terminated.input;
    const ending: Ending = { status: "terminated", output, failure: undefined, endsChildren };
    return { type: "ends", id: ownCompletionId, ending };
  }
  if (completion === undefined) return { type: "goes-on" };
  return { type: "continues-as-new", action: completion.value };
}

function continues({ value }: Completion): boolean {
  return value.orchestrationStatus === continuedAsNewNumber;
}

function completed({ id, value }: Completion, endsChildren: boolean): Outcome {
  const status = statusOfNumber(value.orchestrationStatus);
  if (status !== undefined && isTerminal(status)) {
    const failed = status === "failed";
    const ending: Ending = {
      status,
      output: failed ? undefined : value.result,
      failure: failed ? (value.failureDetails ?? failure("Unknown", "No details")) : undefined,
      endsChildren,
    };
    return { type: "ends", id, ending };
  }
  const text =
    `A worker completed the orchestration with status ${value.orchestrationStatus}, ` +
    "which is not terminal.";
  const details = failure("InvalidCompletion", text);
  return {
    type: "ends",
    id,
    ending: { status: "failed", output: undefined, failure: details, endsChildren },
  };
}

function terminationIn(messages: readonly Message[]) {
  for (const { event } of messages) {
    if (event.eventType?.$case === "executionTerminated") return event.eventType.value;
  }
  return undefined;
}

function conclude(
  state: OrchestrationState,
  turn: {
    readonly consumed: number;
    readonly events: readonly HistoryEvent[];
    readonly orchestration: Orchestration;
  },
  end: Outcome,
  stamp: Stamp,
): {
  readonly changes: { readonly before: readonly Change[]; readonly after: readonly Change[] };
  readonly messages: readonly Message[];
} {
  const { consumed, events, orchestration } = turn;
  const appended: Change = { type: "history-appended", events };
  const isSuspended = state.orchestration.status === "suspended";
  const live = { ...orchestration, status: isSuspended ? "suspended" : "running" } as const;
  switch (end.type) {
    case "goes-on": {
      const sequences = state.inbox.slice(0, consumed).map(({ sequence }) => sequence);
      const before: readonly Change[] = [
        appended,
        { type: "messages-removed", sequences },
        { type: "orchestration-saved", orchestration: live },
      ];
      return { changes: { before, after: [] }, messages: [] };
    }
    case "continues-as-new": {
      const rest = { consumed, action: end.action };
      const { changes, messages } = continueAsNew(state, live, rest, stamp);
      return { changes: { before: [], after: changes }, messages };
    }
    case "ends": {
      const last = completionEvent(end.id, end.ending, stamp);
      const ended = { ...orchestration, historyLength: orchestration.historyLength + 1 };
      const { changes, messages } = finish(state, ended, end.ending, stamp);
      const history: Change = { type: "history-appended", events: [...events, last] };
      return { changes: { before: [history], after: changes }, messages };
    }
  }
}

export function completionEvent(id: number, ending: Ending, stamp: Stamp): HistoryEvent {
  return {
    eventId: id,
    timestamp: instantOf(stamp.now),
    eventType: {
      $case: "executionCompleted",
      value: {
        orchestrationStatus: statusNumbers[ending.status],
        result: ending.output,
        failureDetails: ending.failure,
      },
    },
  };
}

// SDKs compute the custom status anew in each turn; some say "" where others say nothing.
export function customStatusSaved(
  state: OrchestrationState,
  customStatus: string | undefined,
): readonly Change[] {
  const value = customStatus === "" ? undefined : customStatus;
  return value === state.payloads.customStatus
    ? []
    : [{ type: "payload-saved", field: "customStatus", value }];
}
