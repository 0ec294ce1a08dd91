import type { EventBody, HistoryEvent } from "../../emulator/core/history-event.ts";
import type { CommitTurn, OutgoingMessage } from "../../emulator/core/host-command.ts";
import type { Script } from "./script.ts";

export const statusNumber = {
  running: 0,
  completed: 1,
  continued: 2,
  failed: 3,
  suspended: 7,
} as const;

export const event = (eventType: EventBody, eventId = -1): HistoryEvent => ({
  eventId,
  timestamp: { seconds: 1, nanos: 0 },
  eventType,
});

export const begun = event({ $case: "orchestratorStarted", value: {} });
export const done = event({ $case: "orchestratorCompleted", value: {} });

const unset = { version: undefined, parentTraceContext: undefined, tags: {} };

export const task = (id: number, input?: string) =>
  event({ $case: "taskScheduled", value: { ...unset, name: "work", input } }, id);

export const timer = (seconds: number) =>
  event({ $case: "timerFired", value: { fireAt: { seconds, nanos: 0 }, timerId: 7 } });

export const completed = (result: string | undefined, orchestrationStatus: 1 | 3 = 1) =>
  event({
    $case: "executionCompleted",
    value: { orchestrationStatus, result, failureDetails: undefined },
  });

export const starts = (instanceId: string, executionId: string, input?: string) => ({
  $case: "executionStarted" as const,
  value: {
    ...unset,
    name: "greet",
    input,
    orchestrationInstance: { instanceId, executionId },
    parentInstance: undefined,
    scheduledStartTimestamp: undefined,
    orchestrationSpanID: undefined,
  },
});

export const childOf = (
  parent: string,
  executionId: string | undefined,
  taskScheduledId: number,
) => {
  const start = starts("child", "c1");
  const orchestrationInstance = { instanceId: parent, executionId };
  const parentInstance = { taskScheduledId, ...unset, name: "greet", orchestrationInstance };
  return { ...start, value: { ...start.value, parentInstance } };
};

export const to = (instanceId: string, body: EventBody, executionId?: string): OutgoingMessage => ({
  instance: { instanceId, executionId },
  event: event(body),
});

/** Hands out a turn and commits this answer of an engine. */
export function commit(script: Script, answer: Partial<CommitTurn>) {
  const leased = script.run({ type: "lease-turn", token: "t", messageCountMax: 1000 });
  return leased ?? script.run({ ...plain, ...answer });
}

export const plain: CommitTurn = {
  type: "commit-turn",
  token: "t",
  executionId: undefined,
  status: statusNumber.running,
  customStatus: undefined,
  traceContext: undefined,
  history: [],
  tasks: [],
  timers: [],
  messages: [],
  messagesConsumed: undefined,
};

export const executionOf = (script: Script) => script.state?.orchestration.executionId ?? "";

/** The history of a first turn as the engine writes it. */
export const firstTurn = (script: Script) => [
  begun,
  event(starts("one", executionOf(script))),
  done,
];
