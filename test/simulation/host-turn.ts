import type { CompleteOrchestration, OrchestratorAction } from "../../emulator/core/action.ts";
import type {
  EventBody,
  ExecutionStarted,
  HistoryEvent,
} from "../../emulator/core/history-event.ts";
import { continuedAsNewNumber, statusNumbers } from "../../emulator/core/status.ts";
import { createHostPen, type HostPen, type Sent } from "./host-pen.ts";
import { actionsOf, type TurnItem } from "./orchestrator.ts";
import { isRewind, rewoundHistory } from "./rewound-history.ts";

/** What the host of Durable Functions answers to a turn: what has happened, not what it wants. */
export interface HostTurn extends Sent {
  /** The execution that the turn has ended with. */
  readonly executionId: string | undefined;
  /** The protocol's number. */
  readonly runtimeStatus: number;
  readonly newHistory: readonly HistoryEvent[];
  /** All that the execution has had: what the host remembers. */
  readonly memory: readonly HistoryEvent[];
}

export interface HostRules {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly identifier: () => string;
  /** Whether a next generation is left to a later turn. */
  readonly continuesLater: boolean;
}

export function hostTurn(
  turn: TurnItem,
  executionId: string | undefined,
  rules: HostRules,
): HostTurn {
  const { instanceId, past, fresh } = turn;
  const pen = createHostPen(rules);
  if (isRewind(past, fresh)) {
    const again = rules.identifier();
    const history = rewoundHistory(past, fresh, again);
    return finished(pen, again, statusNumbers.running, [], history);
  }
  const begun = pen.event({ $case: "orchestratorStarted", value: {} });
  let execution: Execution = { instanceId, executionId, past, fresh: [begun, ...fresh] };
  for (;;) {
    const { past, fresh } = execution;
    const started = startIn([...past, ...fresh]);
    const actions = actionsOf({ instanceId, past, fresh }, rules.identifier);
    const from = { instanceId, executionId: execution.executionId, started };
    const done = [...fresh, ...actions.flatMap((action) => pen.did(action, from))];
    const completion = completionOf(actions, fresh);
    const status = completion?.orchestrationStatus ?? liveStatus([...past, ...fresh]);
    if (completion === undefined) return finished(pen, execution.executionId, status, past, done);
    if (status !== continuedAsNewNumber) {
      done.push(pen.completed(completion, started));
      return finished(pen, execution.executionId, status, past, done);
    }
    const next = pen.nextGeneration(completion, from);
    if (rules.continuesLater) {
      pen.send(instanceId, [next.start, ...completion.carryoverEvents]);
      return finished(pen, execution.executionId, status, past, done);
    }
    // The next generation begins within the turn, with a history of its own.
    const { executionId } = next;
    execution = {
      ...execution,
      executionId,
      past: [],
      fresh: [begun, next.start, ...completion.carryoverEvents],
    };
  }
}

interface Execution extends TurnItem {
  readonly executionId: string | undefined;
}

function finished(
  pen: HostPen,
  executionId: string | undefined,
  runtimeStatus: number,
  past: readonly HistoryEvent[],
  done: readonly HistoryEvent[],
): HostTurn {
  const newHistory = [...done, pen.event({ $case: "orchestratorCompleted", value: {} })];
  return { ...pen.sent, executionId, runtimeStatus, newHistory, memory: [...past, ...newHistory] };
}

/** A termination ends what would go on. */
function completionOf(
  actions: readonly OrchestratorAction[],
  fresh: readonly HistoryEvent[],
): CompleteOrchestration | undefined {
  const bodies = actions.map(({ orchestratorActionType: body }) => body);
  const completion = bodies.find((body) => body?.$case === "completeOrchestration")?.value;
  if (completion?.orchestrationStatus !== continuedAsNewNumber) return completion;
  const terminated = bodyOf("executionTerminated", fresh);
  return terminated === undefined
    ? completion
    : { ...completion, orchestrationStatus: statusNumbers.terminated, result: terminated.input };
}

function liveStatus(history: readonly HistoryEvent[]): number {
  const last = history.findLast(
    ({ eventType: body }) =>
      body?.$case === "executionSuspended" || body?.$case === "executionResumed",
  );
  const isSuspended = last?.eventType?.$case === "executionSuspended";
  return isSuspended ? statusNumbers.suspended : statusNumbers.running;
}

function startIn(history: readonly HistoryEvent[]): ExecutionStarted {
  const started = bodyOf("executionStarted", history);
  if (started === undefined) throw new Error("A turn without the execution's start");
  return started;
}

type ValueOf<Name extends EventBody["$case"]> = Extract<EventBody, { $case: Name }>["value"];

function bodyOf<Name extends EventBody["$case"]>(
  name: Name,
  history: readonly HistoryEvent[],
): ValueOf<Name> | undefined {
  const found = history.find(({ eventType: body }) => body?.$case === name);
  return found?.eventType?.value as ValueOf<Name> | undefined;
}
