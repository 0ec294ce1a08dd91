import type { OperationAction, OperationResult } from "../../emulator/core/entity-command.ts";
import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import { instantOf } from "../../emulator/core/instant.ts";
import type { Demand } from "./findings.ts";
import { failureOf } from "./orchestrator.ts";
import { inputOf, launchedScript } from "./script.ts";
import type { OperationInput } from "./script-actions.ts";

/** What an entity keeps: the operations it has had, by their names, in order. */
export type EntityLog = readonly string[];

export function parseLog(state: string | undefined): EntityLog {
  return state === undefined ? [] : JSON.parse(state);
}

export interface Operation {
  readonly name: string;
  readonly input: OperationInput;
}

export function operationOf({ eventType: body }: HistoryEvent): Operation | undefined {
  if (body?.$case !== "entityOperationCalled" && body?.$case !== "entityOperationSignaled") {
    return undefined;
  }
  return { name: body.value.operation, input: JSON.parse(body.value.input ?? "") };
}

export interface BatchAnswer {
  readonly results: OperationResult[];
  readonly actions: OperationAction[];
  readonly entityState: string | undefined;
}

export interface RunRules {
  readonly demand: Demand;
  readonly now: number;
  /** Whether the caller is still there: when it has ended, so has its critical section. */
  readonly isAwaited: (requestId: string) => boolean;
}

/** Runs the operations as a worker does: one after the other, a failed one without effect. */
export function runBatch(
  entity: string,
  entityState: string | undefined,
  operations: readonly HistoryEvent[],
  { demand, now, isAwaited }: RunRules,
): BatchAnswer {
  const log = [...parseLog(entityState)];
  const actions: OperationAction[] = [];
  const results = operations.map((event): OperationResult => {
    const operation = operationOf(event);
    if (operation === undefined) return refused("no operation");
    const { name, input } = operation;
    const { id, length = log.length, relay, launch, notBefore = 0 } = input;
    demand(notBefore <= now, "No signal is early", () => `${id} at ${entity}, ${now}`);
    if (name === "refuse") return refused(name);
    const result = String(log.length);
    if (name === "set" && isAwaited(id)) {
      const text = () => `${id} read ${length} operations at ${entity}, and finds ${log.length}`;
      demand(length === log.length, "Nobody comes between in a critical section", text);
    }
    if (name !== "get") log.push(id);
    if (relay !== undefined) actions.push(relayed(relay, id));
    if (launch !== undefined) actions.push(launched(launch, now));
    return { resultType: { $case: "success", value: { result } } };
  });
  return { results, actions, entityState: log.length === 0 ? undefined : JSON.stringify(log) };
}

function refused(reason: string): OperationResult {
  return { resultType: { $case: "failure", value: { failureDetails: failureOf(reason) } } };
}

function relayed(instanceId: string, id: string): OperationAction {
  const input = JSON.stringify({ id: relayedName(id) } satisfies OperationInput);
  const value = { instanceId, name: "add", input, scheduledTime: undefined };
  return { operationActionType: { $case: "sendSignal", value } };
}

function launched(
  { instanceId, millis }: NonNullable<OperationInput["launch"]>,
  now: number,
): OperationAction {
  const value = {
    instanceId,
    name: "script",
    version: undefined,
    input: inputOf(launchedScript),
    scheduledTime: millis === 0 ? undefined : instantOf(now + millis),
    parentTraceContext: undefined,
  };
  return { operationActionType: { $case: "startNewOrchestration", value } };
}

/** The name of the operation that follows from one that an entity passes on. */
export function relayedName(id: string): string {
  return `${id} relayed`;
}
