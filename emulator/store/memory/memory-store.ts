import type { StoredChange } from "../../core/change.ts";
import type { Entity } from "../../core/entity.ts";
import type { Message } from "../../core/message.ts";
import type { Child, Orchestration, Payloads } from "../../core/orchestration.ts";
import type { Task } from "../../core/task.ts";
import { PassingMap } from "../../passing-map.ts";
import type { Codec } from "../codec.ts";
import type { Store, WaitingTask } from "../port.ts";
import type { Reader } from "../reader.ts";
import { createMemoryReader } from "./memory-reader.ts";

/** All that one hub keeps. The reference model: plain maps, one per table of the durable store. */
export interface HubRecords {
  readonly orchestrations: Map<string, Orchestration>;
  readonly payloads: Map<string, Payloads>;
  readonly history: Map<string, Uint8Array[]>;
  readonly entities: Map<string, Entity>;
  readonly messages: PassingMap<number, { readonly message: Message; readonly received: boolean }>;
  readonly tasks: PassingMap<number, Task>;
  readonly children: Map<string, readonly Child[]>;
}

export type Records = Map<string, HubRecords>;

const noPayloads: Payloads = {
  input: undefined,
  output: undefined,
  customStatus: undefined,
  failure: undefined,
};

/** A store that forgets everything with its process. */
export function openMemoryStore({ codec }: { readonly codec: Codec }): {
  readonly store: Store;
  readonly reader: Reader;
} {
  const records: Records = new Map();
  return { store: createStore(records, codec), reader: createMemoryReader(records, codec) };
}

function createStore(records: Records, codec: Codec): Store {
  const hubOf = (name: string): HubRecords => records.get(name) ?? emptyHub();
  const documents = new Map<string, string>();
  return {
    hubs: async () => [...records.keys()],
    async createHub(name) {
      if (!records.has(name)) records.set(name, emptyHub());
    },
    async removeHub(name) {
      records.delete(name);
    },
    async commit(group) {
      for (const { hub, instanceId, change } of group) {
        const tables = records.get(hub);
        if (tables !== undefined) apply(tables, instanceId, change, codec);
      }
    },
    async loadOrchestration(hub, instanceId) {
      const tables = hubOf(hub);
      const orchestration = tables.orchestrations.get(instanceId);
      return (
        orchestration && {
          orchestration,
          payloads: tables.payloads.get(instanceId) ?? noPayloads,
          inbox: inboxOf(tables, instanceId),
          children: tables.children.get(instanceId) ?? [],
          lease: undefined,
        }
      );
    },
    async loadEntity(hub, instanceId) {
      const entity = hubOf(hub).entities.get(instanceId);
      return entity && { entity, inbox: inboxOf(hubOf(hub), instanceId), lease: undefined };
    },
    loadTask: async (hub, sequence) => hubOf(hub).tasks.get(sequence),
    loadHistory: async (hub, instanceId) => [...(hubOf(hub).history.get(instanceId) ?? [])],
    async lastSequence() {
      const sequences = [...records.values()].flatMap(({ messages, tasks }) => [
        ...messages.keys(),
        ...tasks.keys(),
      ]);
      return sequences.reduce((last, sequence) => Math.max(last, sequence), 0);
    },
    async backlog(hub) {
      const tables = hubOf(hub);
      const waiting = new Set(receivedBy(tables).map(({ target }) => target));
      return {
        orchestrations: [...waiting].flatMap((instanceId) => {
          const found = tables.orchestrations.get(instanceId);
          return found ? [{ instanceId, name: found.name, version: found.version }] : [];
        }),
        entities: [...waiting].filter((instanceId) => tables.entities.has(instanceId)),
        tasks: [...tables.tasks.values()].map(waitingTask).sort(bySequence),
      };
    },
    async messagesOnTheirWay(hub, after, limit) {
      return [...hubOf(hub).messages.values()]
        .filter(({ received }) => !received)
        .map(({ message }) => message)
        .filter(
          ({ visibleAt, sequence }) =>
            visibleAt > after.visibleAt ||
            (visibleAt === after.visibleAt && sequence > after.sequence),
        )
        .sort((a, b) => a.visibleAt - b.visibleAt || a.sequence - b.sequence)
        .slice(0, limit);
    },
    documents: async () => new Map(documents),
    async saveDocuments(changed) {
      for (const { key, text } of changed) {
        if (text === undefined) documents.delete(key);
        else documents.set(key, text);
      }
    },
    async close() {},
  };
}

function emptyHub(): HubRecords {
  return {
    orchestrations: new Map(),
    payloads: new Map(),
    history: new Map(),
    entities: new Map(),
    messages: new PassingMap(),
    tasks: new PassingMap(),
    children: new Map(),
  };
}

function receivedBy(tables: HubRecords): Message[] {
  return [...tables.messages.values()]
    .filter(({ received }) => received)
    .map(({ message }) => message)
    .sort(bySequence);
}

function bySequence(a: { readonly sequence: number }, b: { readonly sequence: number }): number {
  return a.sequence - b.sequence;
}

function inboxOf(tables: HubRecords, instanceId: string): Message[] {
  return receivedBy(tables).filter(({ target }) => target === instanceId);
}

function waitingTask({ sequence, instanceId, instanceVersion, event }: Task): WaitingTask {
  const { name, version } = event.eventType.value;
  return { sequence, instanceId, name, version, instanceVersion };
}

function apply(tables: HubRecords, id: string, change: StoredChange, codec: Codec): void {
  switch (change.type) {
    case "orchestration-saved":
      tables.orchestrations.set(id, change.orchestration);
      return;
    case "payload-saved": {
      const payloads = tables.payloads.get(id) ?? noPayloads;
      tables.payloads.set(id, { ...payloads, [change.field]: change.value });
      return;
    }
    case "history-appended": {
      const slices = tables.history.get(id) ?? [];
      slices.push(codec.encodeHistory(change.events));
      tables.history.set(id, slices);
      return;
    }
    case "history-cleared":
      tables.history.delete(id);
      return;
    case "entity-saved":
      tables.entities.set(id, change.entity);
      return;
    case "message-sent":
    case "message-received": {
      const received = change.type === "message-received";
      tables.messages.set(change.message.sequence, { message: change.message, received });
      return;
    }
    case "messages-removed":
      for (const sequence of change.sequences) tables.messages.delete(sequence);
      return;
    case "task-scheduled":
      tables.tasks.set(change.task.sequence, change.task);
      return;
    case "task-removed":
      tables.tasks.delete(change.sequence);
      return;
    case "child-started":
      tables.children.set(id, [...(tables.children.get(id) ?? []), change.child]);
      return;
    case "child-ended": {
      const children = tables.children.get(id) ?? [];
      const at = children.findIndex((child) => child.taskScheduledId === change.taskScheduledId);
      if (at >= 0) tables.children.set(id, children.toSpliced(at, 1));
      return;
    }
    case "execution-ended":
      tables.children.delete(id);
      removeMessages(
        tables,
        (message, received) =>
          !received && message.target === id && message.executionId === change.executionId,
      );
      return;
    case "instance-removed":
      removeAll(tables, id);
      return;
    case "entity-removed":
      tables.entities.delete(id);
      return;
  }
}

function removeMessages(
  tables: HubRecords,
  isGone: (message: Message, received: boolean) => boolean,
): void {
  for (const { message, received } of tables.messages.values()) {
    if (isGone(message, received)) tables.messages.delete(message.sequence);
  }
}

function removeAll(tables: HubRecords, id: string): void {
  const { orchestrations, payloads, history, children } = tables;
  for (const table of [orchestrations, payloads, history, children]) table.delete(id);
  removeMessages(tables, ({ target }) => target === id);
  for (const task of tables.tasks.values()) {
    if (task.instanceId === id) tables.tasks.delete(task.sequence);
  }
}
