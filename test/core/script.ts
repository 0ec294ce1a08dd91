import type { ActionBody, OrchestratorAction } from "../../emulator/core/action.ts";
import type { Change } from "../../emulator/core/change.ts";
import type { CompleteTurn, OrchestrationCommand, Start } from "../../emulator/core/command.ts";
import { decide } from "../../emulator/core/decide.ts";
import { evolve } from "../../emulator/core/evolve.ts";
import type { EventBody, HistoryEvent } from "../../emulator/core/history-event.ts";
import type { Message } from "../../emulator/core/message.ts";
import type { OrchestrationState } from "../../emulator/core/orchestration.ts";
import type { Rejection } from "../../emulator/core/rejection.ts";
import type { Stamp } from "../../emulator/core/stamp.ts";
import { bareStart } from "../simulation/bare-start.ts";

/** One orchestration played by hand: commands in, facts and messages out, time set by hand. */
export interface Script {
  state: OrchestrationState | undefined;
  now: number;
  readonly history: HistoryEvent[];
  readonly changes: Change[];
  readonly messages: Message[];
  run(command: OrchestrationCommand): Rejection | undefined;
  create(start?: Partial<Start>): Rejection | undefined;
  deliver(body: EventBody, executionId?: string): void;
  /** Hands out a turn and answers it with these actions. */
  turn(actions?: readonly ActionBody[], more?: Partial<CompleteTurn>): Rejection | undefined;
  stamp(): Stamp;
}

export function createScript(): Script {
  let sequence = 0;
  let identifiers = 0;
  const script: Script = {
    state: undefined,
    now: 1_000,
    history: [],
    changes: [],
    messages: [],
    stamp: () => ({
      now: script.now,
      sequence: () => ++sequence,
      identifier: () => `id${++identifiers}`,
    }),
    run(command) {
      const result = decide(script.state, command, script.stamp());
      if (!result.ok) return result;
      for (const change of result.changes) {
        script.state = evolve(script.state, change);
        if (change.type === "history-appended") script.history.push(...change.events);
        if (change.type === "history-cleared") script.history.length = 0;
      }
      script.changes.push(...result.changes);
      script.messages.push(...result.messages);
      return undefined;
    },
    create: (start = {}) =>
      script.run({ type: "create", start: { ...plainStart, ...start }, replaceable: undefined }),
    deliver(body, executionId) {
      const event = { eventId: -1, timestamp: { seconds: 1, nanos: 0 }, eventType: body };
      const message = {
        sequence: ++sequence,
        target: "one",
        executionId,
        visibleAt: script.now,
        event,
      };
      script.run({ type: "deliver", message });
    },
    turn(actions = [], more = {}) {
      const leased = script.run({ type: "lease-turn", token: "t", messageCountMax: 1000 });
      return leased ?? script.run({ ...answer(actions), ...more });
    },
  };
  return script;
}

export const plainStart: Start = {
  ...bareStart,
  instanceId: "one",
  name: "greet",
  input: '"Ada"',
};

export function answer(bodies: readonly ActionBody[]): CompleteTurn {
  return {
    type: "complete-turn",
    token: "t",
    actions: bodies.map(
      (body, index): OrchestratorAction => ({ id: index + 1, orchestratorActionType: body }),
    ),
    customStatus: undefined,
    traceContext: undefined,
    messagesConsumed: undefined,
  };
}

const operation = { requestId: "r", operation: "add", scheduledTime: undefined };

export const actions = {
  activity: (name: string, input?: string): ActionBody => ({
    $case: "scheduleTask",
    value: { name, version: undefined, input, parentTraceContext: undefined, tags: {} },
  }),
  child: (instanceId: string): ActionBody => ({
    $case: "createSubOrchestration",
    value: {
      instanceId,
      name: "child",
      version: undefined,
      input: undefined,
      parentTraceContext: undefined,
      tags: {},
    },
  }),
  timer: (seconds: number): ActionBody => ({
    $case: "createTimer",
    value: { fireAt: { seconds, nanos: 0 } },
  }),
  lock: (lockSet: string[]): ActionBody => {
    const value = { criticalSectionId: "cs", lockSet, position: 0, parentInstanceId: undefined };
    const body = { $case: "entityLockRequested", value } as const;
    return { $case: "sendEntityMessage", value: { EntityMessageType: body } };
  },
  signal: (targetInstanceId: string, input?: string): ActionBody => {
    const value = { ...operation, input, targetInstanceId };
    const body = { $case: "entityOperationSignaled", value } as const;
    return { $case: "sendEntityMessage", value: { EntityMessageType: body } };
  },
  call: (targetInstanceId: string): ActionBody => {
    const parent = { parentInstanceId: undefined, parentExecutionId: undefined };
    const value = { ...operation, ...parent, input: undefined, targetInstanceId };
    const body = { $case: "entityOperationCalled", value } as const;
    return { $case: "sendEntityMessage", value: { EntityMessageType: body } };
  },
  complete: (result?: string, orchestrationStatus: 1 | 2 | 3 | 5 = 1): ActionBody => ({
    $case: "completeOrchestration",
    value: {
      orchestrationStatus,
      result,
      details: undefined,
      newVersion: undefined,
      carryoverEvents: [],
      failureDetails: undefined,
      tags: {},
    },
  }),
};

export const raised = (name: string): EventBody => ({
  $case: "eventRaised",
  value: { name, input: undefined },
});

export function kinds(events: readonly HistoryEvent[]): (string | undefined)[] {
  return events.map((event) => event.eventType?.$case);
}

export function messageKinds(messages: readonly Message[]): string[] {
  return messages.map(({ target, event }) => `${event.eventType?.$case} -> ${target}`);
}

export function started() {
  const script = createScript();
  script.create();
  return script;
}

export function running() {
  const script = started();
  script.turn();
  return script;
}

export function status(script: Script) {
  return script.state?.orchestration.status;
}
