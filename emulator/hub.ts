import { afterLull } from "./after-lull.ts";
import type { Clock } from "./clock.ts";
import type { Committer, Haste } from "./committer.ts";
import { type Change, isStored } from "./core/change.ts";
import type { OrchestrationCommand } from "./core/command.ts";
import { completeTask, type TaskOutcome } from "./core/complete-task.ts";
import { decide } from "./core/decide.ts";
import { decideEntity } from "./core/decide-entity.ts";
import type { Decision } from "./core/decision.ts";
import type { EntityState } from "./core/entity.ts";
import type { EntityCommand } from "./core/entity-command.ts";
import { isBatchDispatchable } from "./core/entity-queue.ts";
import { evolve } from "./core/evolve.ts";
import { evolveEntity } from "./core/evolve-entity.ts";
import type { EventBody } from "./core/history-event.ts";
import { isEntityId } from "./core/instance-id.ts";
import type { Message } from "./core/message.ts";
import type { OrchestrationState } from "./core/orchestration.ts";
import type { Rejection } from "./core/rejection.ts";
import { send } from "./core/send.ts";
import type { Stamp } from "./core/stamp.ts";
import { isTerminal } from "./core/status.ts";
import type { Task } from "./core/task.ts";
import { isDispatchable } from "./core/turn.ts";
import { createDispatcher, type Dispatcher } from "./dispatcher.ts";
import { createHubMemory } from "./hub-memory.ts";
import type { Instance, Leasable } from "./instances.ts";
import type { MemoryLimits } from "./memory-limits.ts";
import { createMessagesOnTheirWay } from "./messages-on-their-way.ts";
import type { Codec } from "./store/codec.ts";
import type { Store, Write } from "./store/port.ts";
import { type Condition, createWaiters } from "./waiters.ts";
import type { WorkItemEncoder } from "./work-item.ts";

/** One task hub at work: takes commands, decides, commits in groups, then tells. */
export interface Hub {
  readonly name: string;
  readonly dispatcher: Dispatcher;
  /** Resolves once what the answer stands on is durable. */
  execute(instanceId: string, command: OrchestrationCommand): Promise<Decision | Rejection>;
  /** Sends an event from outside to an instance; dropped when it is missing or has ended. */
  raise(instanceId: string, body: EventBody, delivery?: Delivery): Promise<void>;
  executeOnEntity(instanceId: string, command: EntityCommand): Promise<Decision | Rejection>;
  /** The durable state; undefined when nothing is kept of the entity. */
  readEntity(instanceId: string): Promise<EntityState | undefined>;
  completeTask(task: Task, outcome: TaskOutcome): Promise<void>;
  /** The durable state; undefined when there is none. */
  read(instanceId: string): Promise<OrchestrationState | undefined>;
  /** The first durable state that meets the condition; undefined when the instance is missing. */
  wait(
    instanceId: string,
    condition: Condition,
    signal: AbortSignal,
  ): Promise<OrchestrationState | undefined>;
  /** Aborts when the hub is closed: it serves nobody any more. */
  readonly closed: AbortSignal;
  /** What is decided from now on is neither stored nor told. */
  close(): void;
}

/** How an event from outside reaches its target. */
export interface Delivery {
  /** Milliseconds since 1970 before which it does not arrive. */
  readonly visibleAt?: number;
  /** The only execution it is meant for. */
  readonly executionId?: string | undefined;
}

export interface HubPorts {
  readonly store: Store;
  readonly committer: Committer;
  readonly codec: Codec;
  readonly encoder: WorkItemEncoder;
  /** The time of orchestrations, which a test may move. */
  readonly clock: Clock;
  /** The time of leases: steady, for a clock that is set ends none early or late. */
  readonly leaseClock: Clock;
  readonly stamp: () => Stamp;
  readonly memory: MemoryLimits;
  readonly onChange: (hub: string, instanceId: string) => void;
}

export async function openHub(name: string, ports: HubPorts): Promise<Hub> {
  const { store, committer, codec, clock, stamp, memory } = ports;
  const { instances, entities } = createHubMemory(name, ports);
  const waiters = createWaiters();
  const closing = new AbortController();
  const onTheirWay = createMessagesOnTheirWay(
    clock,
    // What was sent before must be there to be read.
    (after, limit) => committer.settled().then(() => store.messagesOnTheirWay(name, after, limit)),
    (message) => deliver(message).then(settled),
    memory,
  );
  const dispatcher = createDispatcher(name, ports, { instances, apply, entities, applyToEntity });
  const offerAfterLull = afterLull(offerTurn);

  function apply(
    instance: Instance<OrchestrationState>,
    command: OrchestrationCommand,
  ): Decision | Rejection {
    const result = decide(instance.state, command, stamp());
    if (!result.ok) return result;
    record(instance, result.changes);
    for (const message of result.messages) route(message);
    return result;
  }

  function applyToEntity(
    entity: Instance<EntityState>,
    command: EntityCommand,
  ): Decision | Rejection {
    const result = decideEntity(entity.state, command, stamp());
    if (!result.ok) return result;
    entity.state = result.changes.reduce(evolveEntity, entity.state);
    entities.weigh(result.changes);
    commit(entity, result.changes, "at-once", () => tellEntity(entity));
    for (const message of result.messages) route(message);
    return result;
  }

  function record(instance: Instance<OrchestrationState>, changes: readonly Change[]): void {
    for (const change of changes) {
      instance.state = evolve(instance.state, change);
      keepHistory(instance, change);
    }
    instances.weigh(changes);
    const { instanceId, state } = instance;
    foretell(instance);
    commit(instance, changes, hasteOf(changes), () => tell(instanceId, state, changes));
  }

  /** Facts that a restart may forget are told at once, the others once they are durable. */
  function commit<State extends Leasable>(
    instance: Instance<State>,
    changes: readonly Change[],
    haste: Haste,
    told: () => void,
  ): void {
    if (closing.signal.aborted) return;
    const { instanceId, state } = instance;
    const writes = changes.filter(isStored).map((change) => ({ hub: name, instanceId, change }));
    if (writes.length === 0) {
      told();
      return;
    }
    instance.group = committer.next;
    committer.add(
      writes,
      () => {
        instance.stored = state;
        told();
      },
      haste,
    );
  }

  function keepHistory(instance: Instance<OrchestrationState>, change: Change): void {
    if (change.type === "history-cleared" || change.type === "instance-removed") {
      instances.clearHistory(instance);
    }
    if (change.type === "history-appended") {
      instances.appendHistory(instance, codec.encodeHistory(change.events));
    }
  }

  function foretell(instance: Instance<OrchestrationState>): void {
    // Where nothing is under way, nothing more is about to come.
    if (dispatcher.isIdle) queueMicrotask(() => offerTurn(instance));
    else offerAfterLull(instance);
  }

  // A turn is pure: one that a crash undoes has done nothing. So it does not wait until what it
  // stands on is stored; its answer is in the same group or a later one, and acknowledged after it.
  // The results of a fan-out come one by one and soon after each other: they make one turn.
  function offerTurn({ state }: Instance<OrchestrationState>): void {
    if (closing.signal.aborted) return;
    if (state !== undefined && isDispatchable(state)) dispatcher.offerTurn(state.orchestration);
  }

  // An activity has effects and must not run unless its scheduling is certain to last.
  function tell(
    instanceId: string,
    state: OrchestrationState | undefined,
    changes: readonly Change[],
  ): void {
    for (const change of changes) {
      if (change.type === "task-scheduled") dispatcher.offerTask(change.task);
    }
    // A lease is not stored: what it changes may stand on what is not stored yet.
    if (changes.some(isStored)) waiters.tell(instanceId, state);
    if (state === undefined || isTerminal(state.orchestration.status)) {
      dispatcher.sessions.offer(instanceId);
    }
    ports.onChange(name, instanceId);
    instances.trim();
  }

  function tellEntity({ instanceId, state }: Instance<EntityState>): void {
    if (state !== undefined && isBatchDispatchable(state)) dispatcher.offerBatch(instanceId);
    ports.onChange(name, instanceId);
    entities.trim();
  }

  // A message that can be delivered now shares the commit of what sent it. One that cannot is
  // stored as being on its way.
  function route(message: Message): void {
    const isDue = message.visibleAt <= clock.now();
    if (isDue && deliverInMemory(message)) return;
    write({ hub: name, instanceId: message.target, change: { type: "message-sent", message } });
    if (isDue) onTheirWay.pass(message);
    else onTheirWay.add(message);
  }

  function deliverInMemory(message: Message): boolean {
    const entity = entities.peek(message.target);
    if (entity !== undefined) applyToEntity(entity, { type: "deliver", message });
    const instance = instances.peek(message.target);
    if (instance !== undefined) apply(instance, { type: "deliver", message });
    return entity !== undefined || instance !== undefined;
  }

  function deliver(message: Message): Promise<Decision | Rejection> {
    if (isEntityId(message.target)) {
      return entities.with(message.target, (entity) =>
        applyToEntity(entity, { type: "deliver", message }),
      );
    }
    return instances.with(message.target, (instance) =>
      apply(instance, { type: "deliver", message }),
    );
  }

  function write(one: Write, haste?: Haste): void {
    if (!closing.signal.aborted) committer.add([one], () => {}, haste);
  }

  async function settled<Result>(result: Result): Promise<Result> {
    await committer.settled();
    return result;
  }

  await onTheirWay.open();
  dispatcher.open(await store.backlog(name));

  return {
    name,
    dispatcher,
    async execute(instanceId, command) {
      return settled(await instances.with(instanceId, (instance) => apply(instance, command)));
    },
    async executeOnEntity(instanceId, command) {
      return settled(await entities.with(instanceId, (entity) => applyToEntity(entity, command)));
    },
    async raise(instanceId, body, { visibleAt = 0, executionId } = {}) {
      const message = { ...send(instanceId, body, stamp()), executionId: executionId || undefined };
      if (visibleAt <= message.visibleAt) await deliver(message);
      else route({ ...message, visibleAt });
      await committer.settled();
    },
    async completeTask(task, outcome) {
      const { changes, messages } = completeTask(task, outcome, stamp());
      for (const change of changes.filter(isStored)) {
        write({ hub: name, instanceId: task.instanceId, change }, "may-wait");
      }
      for (const message of messages) route(message);
      await committer.settled("may-wait");
    },
    async read(instanceId) {
      return settled(await instances.with(instanceId, (instance) => instance.state));
    },
    async readEntity(instanceId) {
      return settled(await entities.with(instanceId, (entity) => entity.state));
    },
    async wait(instanceId, condition, signal) {
      const told = waiters.wait(instanceId, condition, signal);
      const state = await settled(await instances.with(instanceId, ({ state }) => state));
      if (state === undefined || condition(state)) {
        waiters.tell(instanceId, state);
        return state;
      }
      return told;
    },
    closed: closing.signal,
    close() {
      closing.abort();
      waiters.close();
      onTheirWay.close();
      dispatcher.close();
    },
  };
}

/** What has arrived makes a turn, which goes out at once; its answer takes both to the store. */
function hasteOf(changes: readonly Change[]): Haste {
  return changes.every(({ type }) => type === "message-received") ? "may-wait" : "at-once";
}
