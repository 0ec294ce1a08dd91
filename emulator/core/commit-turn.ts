import type { OrchestratorAction } from "./action.ts";
import type { Change } from "./change.ts";
import { completeTurn, customStatusSaved } from "./complete-turn.ts";
import { continueAsNew } from "./continue-as-new.ts";
import { type Decision, decision } from "./decision.ts";
import { failure } from "./failure.ts";
import { finish, releaseLocks, withChildren } from "./finish.ts";
import type { CommitTurn } from "./host-command.ts";
import {
  childrenStarted,
  sectionsLeft,
  shared,
  tasksScheduled,
  timersSet,
  withInputs,
} from "./host-effects.ts";
import { endingOf, liveStatus, type NextGeneration, nextGeneration } from "./host-outcome.ts";
import { oversizeIn } from "./host-payload.ts";
import { type NewExecution, newExecutionIn } from "./new-execution.ts";
import type { Orchestration, OrchestrationState, TurnLease } from "./orchestration.ts";
import { outgoing } from "./outgoing.ts";
import { type Rejection, reject } from "./rejection.ts";
import { rewound } from "./rewound.ts";
import type { Stamp } from "./stamp.ts";
import { statusNumbers } from "./status.ts";
import { consumedOf } from "./turn.ts";

/**
 * Commits a turn that its worker has computed whole. The worker says what happened; decided here
 * is only what it cannot know: what arrived meanwhile, and whose locks are left behind.
 */
export function commitTurn(
  state: OrchestrationState,
  command: CommitTurn,
  stamp: Stamp,
): Decision | Rejection {
  const { lease } = state;
  if (lease?.token !== command.token) {
    return reject("lease-lost", `${command.token} is not the current lease`);
  }
  const fault = oversizeIn(command);
  if (fault !== undefined) return failTurn(state, command.token, fault, stamp);
  return commitSound(state, lease, { ...command, history: withInputs(command) }, stamp);
}

function commitSound(
  state: OrchestrationState,
  lease: TurnLease,
  command: CommitTurn,
  stamp: Stamp,
): Decision {
  const consumed = consumedOf(state, lease, command.messagesConsumed);
  const execution = newExecutionIn(command, state.orchestration.executionId);
  if (execution !== undefined) {
    const answer = rewound(state, command.history, stamp);
    return answer ?? beginAnew(state, command, { consumed, execution }, stamp);
  }
  const next = nextGeneration(command, state.orchestration.instanceId);
  return next === undefined
    ? append(state, command, consumed, stamp)
    : continueLater(state, command, { consumed, ...next }, stamp);
}

/** As if the worker itself had failed the orchestration, and done nothing else. */
function failTurn(
  state: OrchestrationState,
  token: string,
  fault: string,
  stamp: Stamp,
): Decision | Rejection {
  const failed: OrchestratorAction = {
    id: -1,
    orchestratorActionType: {
      $case: "completeOrchestration",
      value: {
        orchestrationStatus: statusNumbers.failed,
        result: undefined,
        details: undefined,
        newVersion: undefined,
        carryoverEvents: [],
        failureDetails: failure("PayloadTooLarge", fault),
        tags: {},
      },
    },
  };
  const silent = { customStatus: undefined, traceContext: undefined, messagesConsumed: undefined };
  return completeTurn(state, { type: "complete-turn", token, actions: [failed], ...silent }, stamp);
}

/** The execution goes on, or ends. */
function append(
  state: OrchestrationState,
  command: CommitTurn,
  consumed: number,
  stamp: Stamp,
): Decision {
  const { orchestration } = state;
  const sequences = state.inbox.slice(0, consumed).map(({ sequence }) => sequence);
  const kept: Kept = {
    orchestration: {
      ...orchestration,
      traceContext: command.traceContext ?? orchestration.traceContext,
      historyLength: orchestration.historyLength + command.history.length,
      criticalSections: sectionsLeft(command.messages, orchestration.criticalSections),
    },
    changes: [
      { type: "history-appended", events: command.history },
      { type: "messages-removed", sequences },
    ],
  };
  return conclude(state, command, { consumed, kept }, stamp);
}

/** The worker has continued as new within the turn: all it sends belongs to a new execution. */
function beginAnew(
  state: OrchestrationState,
  command: CommitTurn,
  { consumed, execution }: { readonly consumed: number; readonly execution: NewExecution },
  stamp: Stamp,
): Decision {
  const { executionId: ended, criticalSections } = state.orchestration;
  const { executionId, started, events } = execution;
  const sections = sectionsLeft(command.messages, criticalSections);
  const isOld = ({ id }: { readonly id: string }) => criticalSections.some((old) => old.id === id);
  const outdated = state.inbox.filter(
    (message, index) => index < consumed || message.executionId === ended,
  );
  const kept: Kept = {
    orchestration: {
      ...state.orchestration,
      executionId,
      version: started.version,
      tags: Object.keys(started.tags).length > 0 ? started.tags : state.orchestration.tags,
      traceContext: command.traceContext,
      historyLength: events.length,
      criticalSections: sections.filter((section) => !isOld(section)),
    },
    changes: [
      { type: "payload-saved", field: "input", value: started.input },
      { type: "history-cleared" },
      { type: "history-appended", events },
      { type: "messages-removed", sequences: outdated.map(({ sequence }) => sequence) },
      { type: "execution-ended", executionId: ended },
    ],
  };
  const tasks = shared(command.tasks, events);
  const { own: timers } = shared(command.timers, events);
  const turn = { ...command, tasks: tasks.own, timers };
  const { changes, messages } = conclude(state, turn, { consumed, kept }, stamp);
  const left = { ...state.orchestration, criticalSections: sections.filter(isOld) };
  return decision(
    [...changes, ...tasksScheduled(tasks.others, left, stamp)],
    [...messages, ...releaseLocks(left, stamp)],
  );
}

interface Kept {
  readonly orchestration: Orchestration;
  readonly changes: readonly Change[];
}

function conclude(
  state: OrchestrationState,
  command: CommitTurn,
  { consumed, kept }: { readonly consumed: number; readonly kept: Kept },
  stamp: Stamp,
): Decision {
  const ending = endingOf(command, state.inbox.slice(0, consumed));
  const status = liveStatus(command, state.inbox.slice(consumed));
  const orchestration = { ...kept.orchestration, status, lastUpdatedAt: stamp.now };
  const children = childrenStarted(command.messages, orchestration);
  const end =
    ending === undefined
      ? { changes: [{ type: "orchestration-saved", orchestration } as const], messages: [] }
      : finish(withChildren(state, children), orchestration, ending, stamp);
  return decision(
    [
      { type: "lease-ended" },
      ...customStatusSaved(state, command.customStatus),
      ...kept.changes,
      ...tasksScheduled(command.tasks, orchestration, stamp),
      ...children,
      ...end.changes,
    ],
    [
      ...timersSet(command.timers, orchestration, stamp),
      ...outgoing(command.messages, orchestration, stamp),
      ...end.messages,
    ],
  );
}

/** The worker leaves its next generation to a later turn. */
function continueLater(
  state: OrchestrationState,
  command: CommitTurn,
  { consumed, action, messages }: NextGeneration & { readonly consumed: number },
  stamp: Stamp,
): Decision {
  const { orchestration } = state;
  const live: Orchestration = {
    ...orchestration,
    status: liveStatus(command, state.inbox.slice(consumed)),
    criticalSections: sectionsLeft(messages, orchestration.criticalSections),
  };
  const next = continueAsNew(state, live, { consumed, action }, stamp);
  return decision(
    [
      { type: "lease-ended" },
      ...customStatusSaved(state, command.customStatus),
      ...next.changes,
      ...tasksScheduled(command.tasks, orchestration, stamp),
    ],
    [...outgoing(messages, orchestration, stamp), ...next.messages],
  );
}
