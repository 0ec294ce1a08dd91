import type { HistoryEvent } from "../../../emulator/grpc/generated/orchestrator_service.ts";

/** What an orchestrator waits for: the name of an outcome. */
export type Wait = string;

/** An orchestrator yields what it waits for and goes on with the outcome. */
export type Orchestrator = (
  context: OrchestrationContext,
  input: string | undefined,
) => Generator<Wait, string | undefined, string | undefined>;

/** What an orchestrator can ask for; each answer is what to yield for the outcome. */
export interface OrchestrationContext {
  readonly instanceId: string;
  readonly executionId: string;
  activity(name: string, input?: string): Wait;
  timer(fireAt: Date): Wait;
  event(name: string): Wait;
  child(name: string, instanceId: string, input?: string): Wait;
  callEntity(entityId: string, operation: string, input?: string): Wait;
  signalEntity(entityId: string, operation: string, input?: string): void;
  lock(entityIds: readonly string[]): Wait;
  unlock(lock: Wait): void;
  sendEvent(instanceId: string, name: string, input?: string): void;
  setStatus(text: string): void;
  continueAsNew(input: string): void;
}

/** Something an orchestrator asked for, in the order of asking. */
export type Decision = { readonly id: number } & (
  | { readonly type: "activity"; readonly name: string; readonly input: string | undefined }
  | { readonly type: "timer"; readonly fireAt: Date }
  | ({ readonly type: "child" } & Target)
  | ({ readonly type: "call" | "signal"; readonly requestId: string } & Target)
  | { readonly type: "lock"; readonly sectionId: string; readonly entityIds: string[] }
  | { readonly type: "unlock"; readonly sectionId: string; readonly entityIds: string[] }
  | ({ readonly type: "event" } & Target)
);

interface Target {
  readonly instanceId: string;
  readonly name: string;
  readonly input: string | undefined;
}

export interface Ended {
  readonly status: "completed" | "failed" | "terminated" | "continued";
  readonly result: string | undefined;
}

/**
 * One execution of an orchestrator in memory, in the manner of DurableTask.Core: fed with the
 * history it comes to where it was, fed with what is new it goes on from there.
 */
export interface Execution {
  readonly started: Started;
  readonly status: string | undefined;
  readonly isSuspended: boolean;
  /** What the events made it decide, less what the history says was decided before. */
  feed(events: readonly HistoryEvent[]): readonly Decision[];
  readonly ended: Ended | undefined;
}

type Body = NonNullable<HistoryEvent["eventType"]>;
type Started = Extract<Body, { $case: "executionStarted" }>["value"];

/** The events that an orchestrator's decisions leave in the history. */
const decided: ReadonlySet<string | undefined> = new Set([
  "taskScheduled",
  "timerCreated",
  "subOrchestrationInstanceCreated",
  "eventSent",
  "entityOperationCalled",
  "entityOperationSignaled",
  "entityLockRequested",
  "entityUnlockSent",
]);

export function createExecution(
  started: Started,
  orchestrators: Readonly<Record<string, Orchestrator>>,
): Execution {
  const outcomes = new Map<
    Wait,
    { readonly value?: string | undefined; readonly error?: string }
  >();
  const raised = new Map<string, number>();
  const awaited = new Map<string, number>();
  const known = new Set<number>();
  let decisions: Decision[] = [];
  let nextId = 0;
  let ended: Ended | undefined;
  let status: string | undefined;
  let hasStarted = false;
  let isSuspended = false;
  let waiting: Wait | undefined;
  const { instanceId, executionId = "" } = started.orchestrationInstance ?? { instanceId: "" };

  function decide(decision: Omit<Decision, "id"> & Record<string, unknown>): number {
    const id = nextId++;
    decisions.push({ ...decision, id } as Decision);
    return id;
  }

  const locks = new Map<Wait, { readonly sectionId: string; readonly entityIds: string[] }>();
  const context: OrchestrationContext = {
    instanceId,
    executionId: executionId ?? "",
    activity: (name, input) => `task ${decide({ type: "activity", name, input })}`,
    timer: (fireAt) => `timer ${decide({ type: "timer", fireAt })}`,
    child: (name, child, input) =>
      `task ${decide({ type: "child", name, instanceId: child, input })}`,
    event: (name) => `event ${name} ${next(awaited, name)}`,
    callEntity(entityId, name, input) {
      const requestId = `${executionId}-${nextId}`;
      decide({ type: "call", instanceId: entityId, name, input, requestId });
      return `call ${requestId}`;
    },
    signalEntity(entityId, name, input) {
      const requestId = `${executionId}-${nextId}`;
      decide({ type: "signal", instanceId: entityId, name, input, requestId });
    },
    lock(ids) {
      const lock = { sectionId: `${executionId}-${nextId}`, entityIds: [...ids].sort() };
      decide({ type: "lock", ...lock });
      locks.set(`lock ${lock.sectionId}`, lock);
      return `lock ${lock.sectionId}`;
    },
    unlock(wait) {
      const lock = locks.get(wait);
      for (const entityId of lock?.entityIds ?? []) {
        decide({ type: "unlock", sectionId: lock?.sectionId, entityIds: [entityId] });
      }
    },
    sendEvent: (target, name, input) => {
      decide({ type: "event", instanceId: target, name, input });
    },
    setStatus: (text) => {
      status = text;
    },
    continueAsNew: (input) => {
      ended = { status: "continued", result: input };
    },
  };

  const orchestrator = orchestrators[started.name];
  const steps = orchestrator?.(context, started.input);

  function advance(): void {
    if (!hasStarted || isSuspended || ended !== undefined || steps === undefined) return;
    try {
      let outcome = waiting === undefined ? {} : outcomes.get(waiting);
      while (outcome !== undefined) {
        const { error, value } = outcome as { error?: string; value?: string };
        const step = error === undefined ? steps.next(value) : steps.throw(new Error(error));
        if (step.done) {
          ended ??= { status: "completed", result: step.value };
          return;
        }
        waiting = step.value;
        outcome = outcomes.get(waiting);
      }
    } catch (error) {
      ended = { status: "failed", result: error instanceof Error ? error.message : String(error) };
    }
  }

  function take(event: HistoryEvent): void {
    const body = event.eventType;
    if (decided.has(body?.$case)) known.add(event.eventId);
    switch (body?.$case) {
      case "executionStarted":
        hasStarted = true;
        break;
      case "taskCompleted":
      case "subOrchestrationInstanceCompleted":
        outcomes.set(`task ${body.value.taskScheduledId}`, { value: body.value.result });
        break;
      case "taskFailed":
      case "subOrchestrationInstanceFailed": {
        const error = body.value.failureDetails?.errorMessage ?? "failed";
        outcomes.set(`task ${body.value.taskScheduledId}`, { error });
        break;
      }
      case "timerFired":
        outcomes.set(`timer ${body.value.timerId}`, {});
        break;
      case "eventRaised": {
        const { name, input } = body.value;
        outcomes.set(`event ${name} ${next(raised, name)}`, { value: input });
        break;
      }
      case "entityOperationCompleted":
        outcomes.set(`call ${body.value.requestId}`, { value: body.value.output });
        break;
      case "entityOperationFailed": {
        const error = body.value.failureDetails?.errorMessage ?? "failed";
        outcomes.set(`call ${body.value.requestId}`, { error });
        break;
      }
      case "entityLockGranted":
        outcomes.set(`lock ${body.value.criticalSectionId}`, {});
        break;
      case "executionSuspended":
        isSuspended = true;
        break;
      case "executionResumed":
        isSuspended = false;
        break;
      case "executionTerminated":
        ended = { status: "terminated", result: body.value.input };
        break;
      default:
        break;
    }
  }

  return {
    started,
    feed(events) {
      for (const event of events) take(event);
      advance();
      const fresh = decisions.filter(({ id }) => !known.has(id));
      decisions = [];
      return fresh;
    },
    get ended() {
      return ended;
    },
    get status() {
      return status;
    },
    get isSuspended() {
      return isSuspended;
    },
  };
}

function next(counts: Map<string, number>, name: string): number {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count;
}
