import type { ActionBody, OrchestratorAction } from "../../emulator/core/action.ts";
import type { EventBody, HistoryEvent } from "../../emulator/core/history-event.ts";
import { exactMillisOf } from "../../emulator/core/instant.ts";
import { Violation } from "./findings.ts";
import { isRewind, rewoundHistory } from "./rewound-history.ts";
import { parseInput, type ScriptInput } from "./script.ts";
import { type Outcome, runScript, ScriptFailure, type Wait } from "./script-run.ts";

/** A turn as a worker is sent it. */
export interface TurnItem {
  readonly instanceId: string;
  readonly past: readonly HistoryEvent[];
  readonly fresh: readonly HistoryEvent[];
}

/** What a worker answers to a turn: it replays the history, goes on, and says what is new. */
export function actionsOf(
  { instanceId, past, fresh }: TurnItem,
  identifier: () => string,
): OrchestratorAction[] {
  if (isRewind(past, fresh)) {
    const newHistory = rewoundHistory(past, fresh, identifier());
    return [action(-1, { $case: "rewindOrchestration", value: { newHistory } })];
  }
  const replay = createReplay(instanceId);
  for (const event of [...past, ...fresh]) replay.take(event);
  return replay.actions();
}

interface Ending {
  readonly status: 1 | 2 | 3 | 5;
  readonly result: string | undefined;
  readonly failure?: string;
}

/** While suspended an orchestrator keeps these for later. */
const postponed: ReadonlySet<string> = new Set<EventBody["$case"]>([
  "taskCompleted",
  "taskFailed",
  "timerFired",
  "eventRaised",
  "entityLockGranted",
  "subOrchestrationInstanceCompleted",
  "subOrchestrationInstanceFailed",
  "entityOperationCompleted",
  "entityOperationFailed",
]);

function createReplay(instanceId: string) {
  const pending = new Map<number, ActionBody>();
  const outcomes = new Map<string, Outcome>();
  const raised: HistoryEvent[] = [];
  const consumed = new Set<string>();
  let input: ScriptInput | undefined;
  let run: Generator<Wait, string[], void> | undefined;
  let wait: Wait = { keys: [], mode: "all" };
  let ending: Ending | undefined;
  let held: HistoryEvent[] | undefined;
  let now = 0;
  let beginning: number | undefined;
  let nextId = 0;
  let nameCount = 0;

  const replay = {
    instanceId,
    get generation() {
      return input?.generation ?? 0;
    },
    now: () => now,
    act(body: ActionBody) {
      pending.set(nextId, body);
      nextId += 1;
      return nextId - 1;
    },
    uniqueName() {
      nameCount += 1;
      // Here two generations can begin at the same time, for time stands still at work.
      return `${instanceId}/${beginning}.${replay.generation}/${nameCount}`;
    },
    outcome: (key: string) => outcomes.get(key),
    consume: (name: string) => consumed.add(name),
  };

  function isOver({ keys, mode, vital = [] }: Wait): boolean {
    if (vital.some((key) => outcomes.get(key)?.isSuccess === false)) return true;
    return mode === "all"
      ? keys.every((key) => outcomes.has(key))
      : keys.some((key) => outcomes.has(key));
  }

  function goOn(): void {
    try {
      while (run !== undefined && ending === undefined && isOver(wait)) {
        const next = run.next();
        if (next.done) ending = endingWith(next.value);
        else wait = next.value;
      }
    } catch (error) {
      if (!(error instanceof ScriptFailure)) throw error;
      ending = { status: 3, result: undefined, failure: error.message };
    }
  }

  function endingWith(generationValues: string[]): Ending {
    if (input === undefined) throw new Error("An orchestration ended before it began");
    const values = [...input.values, generationValues];
    const generation = input.generation + 1;
    if (generation === input.script.generations) {
      return { status: 1, result: JSON.stringify(values) };
    }
    return { status: 2, result: JSON.stringify({ script: input.script, generation, values }) };
  }

  function take(event: HistoryEvent): void {
    const body = event.eventType;
    if (body === undefined) return;
    if (held !== undefined && postponed.has(body.$case)) {
      held.push(event);
      return;
    }
    takeNow(event, body);
    goOn();
  }

  function takeNow(event: HistoryEvent, body: EventBody): void {
    const outcome = outcomeOf(body);
    if (outcome !== undefined && !outcomes.has(outcome.key)) outcomes.set(outcome.key, outcome);
    switch (body.$case) {
      case "orchestratorStarted":
        now = event.timestamp === undefined ? now : exactMillisOf(event.timestamp);
        beginning ??= now;
        return;
      case "executionStarted":
        input = parseInput(body.value.input);
        run = runScript(input.script, replay);
        return;
      case "eventRaised":
        raised.push(event);
        return;
      case "executionSuspended":
        held ??= [];
        return;
      case "executionResumed": {
        const later = held ?? [];
        held = undefined;
        for (const one of later) take(one);
        return;
      }
      case "executionTerminated":
        ending ??= { status: 5, result: body.value.input };
        return;
      default:
        expectAction(event, body);
    }
  }

  function expectAction({ eventId }: HistoryEvent, body: EventBody): void {
    const expected = actionNames[body.$case];
    if (expected === undefined) return;
    const found = pending.get(eventId)?.$case;
    if (found !== expected) {
      const text = `${instanceId} has ${body.$case} ${eventId} where its script has ${found}`;
      throw new Violation("A history is what its script has done", text);
    }
    pending.delete(eventId);
  }

  function carriedOver(): HistoryEvent[] {
    const first = new Set<string>();
    const later = (held ?? []).filter(({ eventType }) => eventType?.$case === "eventRaised");
    return [...raised, ...later].filter(({ eventType: body }) => {
      const name = body?.$case === "eventRaised" ? body.value.name : "";
      const isFirst = !first.has(name);
      first.add(name);
      return !(isFirst && consumed.has(name));
    });
  }

  return {
    take,
    actions(): OrchestratorAction[] {
      let actions = [...pending].map(([id, body]) => action(id, body));
      if (ending === undefined) return actions;
      // Locks end with their owner: a call from within would run outside of its section.
      if (ending.status === 5) actions = actions.filter((one) => !isCall(one));
      const carryoverEvents = ending.status === 2 ? carriedOver() : [];
      return [...actions, action(nextId, completion(ending, carryoverEvents))];
    },
  };
}

function action(id: number, body: ActionBody): OrchestratorAction {
  return { id, orchestratorActionType: body };
}

function isCall({ orchestratorActionType: body }: OrchestratorAction): boolean {
  if (body?.$case !== "sendEntityMessage") return false;
  return body.value.EntityMessageType?.$case === "entityOperationCalled";
}

function completion(
  { status, result, failure }: Ending,
  carryoverEvents: HistoryEvent[],
): ActionBody {
  const failureDetails = failure === undefined ? undefined : failureOf(failure);
  return {
    $case: "completeOrchestration",
    value: {
      orchestrationStatus: status,
      result,
      details: undefined,
      newVersion: undefined,
      carryoverEvents,
      failureDetails,
      tags: {},
    },
  };
}

export function failureOf(errorMessage: string) {
  return {
    errorType: "Scripted",
    errorMessage,
    stackTrace: undefined,
    innerFailure: undefined,
    isNonRetriable: false,
    properties: {},
  };
}

/** The action behind each event that follows from one. */
const actionNames: { readonly [Name in EventBody["$case"]]?: ActionBody["$case"] } = {
  taskScheduled: "scheduleTask",
  timerCreated: "createTimer",
  subOrchestrationInstanceCreated: "createSubOrchestration",
  eventSent: "sendEvent",
  entityOperationSignaled: "sendEntityMessage",
  entityOperationCalled: "sendEntityMessage",
  entityLockRequested: "sendEntityMessage",
  entityUnlockSent: "sendEntityMessage",
};

function outcomeOf(body: EventBody): (Outcome & { readonly key: string }) | undefined {
  switch (body.$case) {
    case "taskCompleted":
      return success(`task ${body.value.taskScheduledId}`, body.value.result);
    case "taskFailed":
      return failed(`task ${body.value.taskScheduledId}`);
    case "timerFired":
      return success(`timer ${body.value.timerId}`);
    case "subOrchestrationInstanceCompleted":
      return success(`child ${body.value.taskScheduledId}`, body.value.result);
    case "subOrchestrationInstanceFailed":
      return failed(`child ${body.value.taskScheduledId}`);
    case "eventRaised":
      return success(`event ${body.value.name}`, body.value.input);
    case "entityOperationCompleted":
      return success(`call ${body.value.requestId}`, body.value.output);
    case "entityOperationFailed":
      return failed(`call ${body.value.requestId}`);
    case "entityLockGranted":
      return success(`lock ${body.value.criticalSectionId}`);
    default:
      return undefined;
  }
}

function success(key: string, value?: string) {
  return { key, isSuccess: true, value };
}

function failed(key: string) {
  return { key, isSuccess: false, value: undefined };
}
