import type { StoredChange } from "../../emulator/core/change.ts";
import type { Entity } from "../../emulator/core/entity.ts";
import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import type { Message } from "../../emulator/core/message.ts";
import type { Orchestration } from "../../emulator/core/orchestration.ts";
import { isTerminal, statusNumbers } from "../../emulator/core/status.ts";
import type { Write } from "../../emulator/store/port.ts";
import { createArrivalOrder } from "./arrival-order.ts";
import { operationOf, parseLog } from "./entity-run.ts";
import type { Demand } from "./findings.ts";
import { checkHistory, dueAt } from "./history-rules.ts";

/**
 * What is durable, as the simulator has seen it being written: a third account beside the two
 * stores, which knows what was so before.
 */
export interface DurableRecord {
  observe(group: readonly Write[]): void;
  /** Whether this very change, orchestration, entity, message or event has been written. */
  has(fact: object): boolean;
  /** Whether an event or operation of this name has been written on its way or as arrived. */
  hasArrived(name: string): boolean;
  /** Whether the task waits for its answer, and whether it has ever done so. */
  hasTask(sequence: number): boolean;
  hadTask(sequence: number): boolean;
  /** Whether the orchestration that called still waits for the answer. */
  isAwaited(requestId: string): boolean;
  readonly instances: ReadonlyMap<string, InstanceRecord>;
  readonly entities: ReadonlyMap<string, Entity>;
}

export interface InstanceRecord {
  readonly orchestration: Orchestration;
  readonly output: string | undefined;
  readonly history: readonly HistoryEvent[];
  /** How often it has ended. */
  readonly endCount: number;
}

export interface RecordRules {
  readonly demand: Demand;
  readonly now: () => number;
  /** A history has grown; `isRewritten` when it was replaced as a whole. */
  readonly onMessage: (target: string, event: HistoryEvent) => void;
  readonly onHistory: (events: readonly HistoryEvent[], isRewritten: boolean) => void;
}

interface Draft {
  orchestration: Orchestration | undefined;
  output: string | undefined;
  history: readonly HistoryEvent[];
  isCleared: boolean;
}

export function createDurableRecord({
  demand,
  now,
  onHistory,
  onMessage,
}: RecordRules): DurableRecord {
  const facts = new WeakSet<object>();
  const order = createArrivalOrder(demand);
  const arrived = new Set<string>();
  const tasks = new Map<number, string>();
  const forgotten = new Set<string>();
  /** What has been sent to an entity and not been consumed, by number. */
  const waiting = new Map<number, string>();
  const pastTasks = new Set<number>();
  const instances = new Map<string, InstanceRecord>();
  /** One group may end an orchestration and begin another of its id. */
  const endCounts = new Map<string, number>();
  const entities = new Map<string, Entity>();

  function draftOf(id: string): Draft {
    const known = instances.get(id);
    const { orchestration, output, history = [] } = known ?? {};
    return { orchestration, output, history, isCleared: false };
  }

  function note(id: string, draft: Draft, change: StoredChange): void {
    facts.add(change);
    switch (change.type) {
      case "orchestration-saved":
        facts.add(change.orchestration);
        if (isTerminal(change.orchestration.status) && !hasEnded(draft)) {
          endCounts.set(id, (endCounts.get(id) ?? 0) + 1);
        }
        draft.orchestration = change.orchestration;
        return;
      case "payload-saved":
        if (change.field === "output") draft.output = change.value;
        return;
      case "history-appended":
        for (const event of change.events) facts.add(event);
        onHistory(change.events, draft.isCleared && draft.history.length === 0);
        draft.history = [...draft.history, ...change.events];
        return;
      case "history-cleared":
      case "instance-removed":
        draft.history = [];
        draft.isCleared = true;
        if (change.type === "instance-removed") removed(id, draft);
        return;
      case "message-sent":
      case "message-received":
        noteMessage(change.message, change.type === "message-received");
        return;
      case "messages-removed":
        order.removed(id, change.sequences);
        for (const sequence of change.sequences) waiting.delete(sequence);
        return;
      case "task-scheduled":
        tasks.set(change.task.sequence, id);
        pastTasks.add(change.task.sequence);
        return;
      case "task-removed":
        tasks.delete(change.sequence);
        return;
      case "entity-saved":
        facts.add(change.entity);
        checkLog(id, change.entity.state);
        entities.set(id, change.entity);
        return;
      case "entity-removed":
        checkLog(id, undefined);
        entities.delete(id);
        order.gone(id);
        return;
    }
  }

  /** An entity's operations follow each other, and those of a purged one do not come back. */
  function checkLog(id: string, state: string | undefined): void {
    const [before, after] = [parseLog(entities.get(id)?.state), parseLog(state)];
    const goesOn = before.every((name, place) => name === after[place]);
    if (!goesOn) forget(before.map((name) => `${id} ${name}`));
    const isNew = after.slice(goesOn ? before.length : 0).every((name) => {
      return !forgotten.has(`${id} ${name}`);
    });
    demand(isNew, "What was purged does not come back", () => `${id}: ${before} and ${after}`);
  }

  /** A copy that a rewind has sent may wait, which a purge leaves. */
  function forget(operations: readonly string[]): void {
    const copies = new Set(waiting.values());
    for (const one of operations) if (!copies.has(one)) forgotten.add(one);
  }

  function removed(id: string, draft: Draft): void {
    draft.orchestration = undefined;
    draft.output = undefined;
    order.gone(id);
    for (const [sequence, owner] of tasks) if (owner === id) tasks.delete(sequence);
  }

  function noteMessage(message: Message, isReceived: boolean): void {
    facts.add(message);
    onMessage(message.target, message.event);
    const name = nameOf(message.event);
    if (name !== undefined) {
      arrived.add(name);
      waiting.set(message.sequence, `${message.target} ${name}`);
      // A rewind may send it once more.
      forgotten.delete(`${message.target} ${name}`);
    }
    const text = () => `${message.event.eventType?.$case} for ${message.target}`;
    const isDue = message.visibleAt <= now() && dueAt(message.event) <= now();
    demand(isDue || !isReceived, "Nothing arrives before its time", text);
    if (isReceived) order.received(message);
  }

  function settle(id: string, draft: Draft): void {
    const before = instances.get(id);
    const { orchestration, output, history } = draft;
    if (orchestration === undefined) {
      instances.delete(id);
      return;
    }
    instances.set(id, { orchestration, output, history, endCount: endCounts.get(id) ?? 0 });
    if (before?.orchestration.executionId === orchestration.executionId) {
      const isLonger = before.history.every((event, index) => event === history[index]);
      demand(isLonger, "A history only grows", () => id);
    }
    const { historyLength, status } = orchestration;
    demand(historyLength === history.length, "A history is as long as it is said to be", () => {
      return `${id}: ${historyLength} and ${history.length}`;
    });
    // A host's turns end with a word of their own.
    const last = history.findLast(
      ({ eventType: body }) => body?.$case !== "orchestratorCompleted",
    )?.eventType;
    const isEnded =
      last?.$case === "executionCompleted" &&
      isTerminal(status) &&
      last.value.orchestrationStatus === statusNumbers[status];
    demand(isEnded || !isTerminal(status), "What has ended says so in its history", () => id);
    if (before?.history !== history) checkHistory(id, history, demand);
  }

  return {
    observe(group) {
      const drafts = new Map<string, Draft>();
      for (const { instanceId, change } of group) {
        const draft = drafts.get(instanceId) ?? draftOf(instanceId);
        drafts.set(instanceId, draft);
        note(instanceId, draft, change);
      }
      for (const [id, draft] of drafts) settle(id, draft);
    },
    has: (fact) => facts.has(fact),
    hasArrived: (name) => arrived.has(name),
    hasTask: (sequence) => tasks.has(sequence),
    isAwaited(requestId) {
      const caller = instances.get(requestId.split("/")[0] ?? "");
      if (caller === undefined || isTerminal(caller.orchestration.status)) return false;
      return caller.history.some(
        ({ eventType: body }) =>
          body?.$case === "entityOperationCalled" && body.value.requestId === requestId,
      );
    },
    hadTask: (sequence) => pastTasks.has(sequence),
    instances,
    entities,
  };
}

function hasEnded({ orchestration }: Draft): boolean {
  return orchestration !== undefined && isTerminal(orchestration.status);
}

/** What the sender has named the event or the operation. */
export function nameOf(event: HistoryEvent): string | undefined {
  const body = event.eventType;
  return body?.$case === "eventRaised" ? body.value.input : operationOf(event)?.input.id;
}
