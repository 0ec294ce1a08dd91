import type { OrchestrationCommand } from "./core/command.ts";
import type { Decision } from "./core/decision.ts";
import type { EntityState } from "./core/entity.ts";
import type { EntityCommand } from "./core/entity-command.ts";
import { runnable } from "./core/entity-queue.ts";
import type { Orchestration, OrchestrationState } from "./core/orchestration.ts";
import type { Rejection } from "./core/rejection.ts";
import type { Task } from "./core/task.ts";
import { newEvents } from "./core/turn.ts";
import type { HubPorts } from "./hub.ts";
import type { Instance, Instances, Leasable } from "./instances.ts";
import { createLeases, type Lease } from "./leases.ts";
import type { Backlog, WaitingOrchestration, WaitingTask } from "./store/port.ts";
import { createTaskCache } from "./task-cache.ts";
import { nameOf, type WaitingEntity, waitingEntity, waitingTask } from "./waiting-work.ts";
import type { Candidate, Category } from "./work-filter.ts";
import { createWorkQueue, type WorkQueue } from "./work-queue.ts";
import { bytesOf, countThatFits, fetchedBytesMin, tooLarge } from "./work-size.ts";
import { createWorkers, isWantedBy, type Worker, type WorkerView } from "./workers.ts";

/** Matches the work that waits with the workers that have room, and keeps their leases. */
export interface Dispatcher {
  open(backlog: Backlog): void;
  offerTurn(orchestration: Orchestration): void;
  offerTask(task: Task): void;
  offerBatch(entityId: string): void;
  workers(): readonly WorkerView[];
  addWorker(worker: Worker): void;
  /** What the worker holds is handed out again after a short grace. */
  removeWorker(worker: Worker): void;
  /** The worker's stream takes items again. */
  resume(worker: Worker): void;
  /** Ends a live lease because its work was answered; undefined when it is not live. */
  answer(token: string): Lease["work"] | undefined;
  /** The lease that the token answers, while it is live. */
  leaseOf(token: string): Lease | undefined;
  /** The token of live work, for workers that answer without one. */
  tokenOf(isMatch: (work: Lease["work"]) => boolean): string | undefined;
  /** The worker gives the work back; it waits a while that grows with every time. */
  abandon(token: string): void;
  close(): void;
}

const abandonMillisMax = 30_000;

/** Most operations that one batch carries. */
const batchCountMax = 100;

type Apply<State extends Leasable, Command> = (
  instance: Instance<State>,
  command: Command,
) => Decision | Rejection;

/** What a worker's limit counts a piece of work as. */
const categoryOf = { turn: "orchestrations", task: "activities", batch: "entities" } as const;

export function createDispatcher(
  hub: string,
  { store, codec, encoder, leaseClock, stamp }: HubPorts,
  rules: {
    readonly instances: Instances<OrchestrationState>;
    readonly apply: Apply<OrchestrationState, OrchestrationCommand>;
    readonly entities: Instances<EntityState>;
    readonly applyToEntity: Apply<EntityState, EntityCommand>;
  },
): Dispatcher {
  const { instances, apply, entities, applyToEntity } = rules;
  const turns = createWorkQueue<string, WaitingOrchestration>();
  const tasks = createWorkQueue<number, WaitingTask>();
  const batches = createWorkQueue<string, WaitingEntity>();
  const cache = createTaskCache((sequence) => store.loadTask(hub, sequence));
  const workers = createWorkers();
  const leases = createLeases(leaseClock, requeue);
  /** How often each piece of work was given back in a row. */
  const abandoned = new Map<string, number>();
  const pauses = new Set<() => void>();

  function pump(): void {
    while (handOutRound()) {}
  }

  // One item per worker and round, so that the workers share evenly.
  function handOutRound(): boolean {
    const rounds = [
      handOutFrom(turns, "orchestrations", (worker, { instanceId }) =>
        instances.with(instanceId, (instance) => handOutTurn(worker, instance)),
      ),
      handOutFrom(tasks, "activities", (worker, { sequence }) =>
        cache.take(sequence, (task) => handOutTask(worker, task)),
      ),
      handOutFrom(batches, "entities", (worker, { instanceId }) =>
        entities.with(instanceId, (entity) => handOutBatch(worker, entity)),
      ),
    ];
    return rounds.includes(true);
  }

  function handOutFrom<Key, Item extends Candidate>(
    queue: WorkQueue<Key, Item>,
    category: Category,
    handOut: (worker: Worker, item: Item) => unknown,
  ): boolean {
    let isBusy = false;
    for (const worker of queue.size > 0 ? workers.withRoom(category) : []) {
      const item = queue.take(isWantedBy(worker, category));
      if (item === undefined) continue;
      isBusy = true;
      workers.take(worker, category);
      void handOut(worker, item);
    }
    return isBusy;
  }

  function handOutBatch(worker: Worker, entity: Instance<EntityState>): void {
    const token = stamp().identifier();
    const countMax = entity.state === undefined ? 0 : operationsThatFit(entity.state);
    const leased = applyToEntity(entity, { type: "lease-batch", token, countMax });
    const { state } = entity;
    if (!leased.ok || state?.lease === undefined) {
      workers.giveBack(worker, "entities");
      pump();
      return;
    }
    leases.add({ token, worker, work: { type: "batch", instanceId: entity.instanceId } });
    const { sequences } = state.lease;
    const operations = state.inbox.filter(({ sequence }) => sequences.includes(sequence));
    const events = operations.map(({ event }) => event);
    if (workers.has(worker)) workers.send(worker, encoder.batch(state.entity, events, token));
    else leases.lose(worker);
  }

  // State and inputs are limited to 1 MB each, so that one operation always fits.
  function operationsThatFit(state: EntityState): number {
    const next = runnable(state).slice(0, batchCountMax);
    const filled = Buffer.byteLength(state.entity.state ?? "");
    return Math.min(next.length, countThatFits(next, filled, codec));
  }

  async function handOutTurn(
    worker: Worker,
    instance: Instance<OrchestrationState>,
  ): Promise<void> {
    const history = instance.history ?? (await instances.loadHistory(instance));
    // While its history was read, the instance may have left the memory and come back as another.
    if (instances.peek(instance.instanceId) !== instance) {
      workers.giveBack(worker, "orchestrations");
      const { state } = instance;
      if (state !== undefined) offerTurn(state.orchestration);
      return;
    }
    const isFetched = worker.fetchesHistory && bytesOf(history) > fetchedBytesMin;
    const sent = isFetched ? undefined : history;
    const messageCountMax = countThatFits(
      instance.state?.inbox ?? [],
      sent === undefined ? 0 : bytesOf(sent),
      codec,
    );
    if (messageCountMax === 0) {
      workers.giveBack(worker, "orchestrations");
      apply(instance, { type: "fail", failure: tooLarge });
      return;
    }
    const token = stamp().identifier();
    const leased = apply(instance, { type: "lease-turn", token, messageCountMax });
    const { state } = instance;
    if (!leased.ok || state?.lease === undefined) {
      workers.giveBack(worker, "orchestrations");
      return pump();
    }
    const { instanceId, executionId, traceContext } = state.orchestration;
    leases.add({ token, worker, work: { type: "turn", instanceId } });
    if (!workers.has(worker)) return leases.lose(worker);
    const { startedAt, messageCount } = state.lease;
    workers.send(
      worker,
      encoder.turn({
        token,
        instance: { instanceId, executionId },
        history: sent,
        newEvents: newEvents(state, startedAt, messageCount),
        traceContext,
      }),
    );
  }

  function handOutTask(worker: Worker, task: Task | undefined): void {
    if (task === undefined) {
      workers.giveBack(worker, "activities");
      pump();
      return;
    }
    const token = stamp().identifier();
    leases.add({ token, worker, work: { type: "task", task } });
    if (workers.has(worker)) workers.send(worker, encoder.task(task, token));
    else leases.lose(worker);
  }

  function requeue({ token, worker, work }: Lease): void {
    workers.giveBack(worker, categoryOf[work.type]);
    handBack(token, work);
    pump();
  }

  function handBack(token: string, work: Lease["work"]): void {
    if (work.type === "task") {
      offerTask(work.task);
      return;
    }
    if (work.type === "batch") {
      const entity = entities.peek(work.instanceId);
      if (entity !== undefined) applyToEntity(entity, { type: "end-lease", token });
      return;
    }
    const instance = instances.peek(work.instanceId);
    if (instance !== undefined) apply(instance, { type: "end-lease", token });
  }

  function offerTurn({ instanceId, name, version }: Orchestration): void {
    turns.add(instanceId, { instanceId, name, version });
    pump();
  }

  function offerTask(task: Task): void {
    cache.add(task);
    tasks.add(task.sequence, waitingTask(task));
    pump();
  }

  return {
    open(backlog) {
      for (const turn of backlog.orchestrations) turns.add(turn.instanceId, turn);
      for (const task of backlog.tasks) tasks.add(task.sequence, task);
      for (const id of backlog.entities) batches.add(id, waitingEntity(id));
    },
    offerTurn,
    offerTask,
    offerBatch(instanceId) {
      batches.add(instanceId, waitingEntity(instanceId));
      pump();
    },
    workers: workers.list,
    addWorker(worker) {
      workers.add(worker);
      pump();
    },
    removeWorker(worker) {
      workers.remove(worker);
      leases.lose(worker);
    },
    resume(worker) {
      workers.resume(worker);
      pump();
    },
    answer(token) {
      const lease = leases.end(token);
      if (lease === undefined) return undefined;
      const { worker, work } = lease;
      abandoned.delete(nameOf(work));
      workers.giveBack(worker, categoryOf[work.type]);
      pump();
      return work;
    },
    leaseOf: leases.get,
    tokenOf: leases.tokenOf,
    abandon(token) {
      const lease = leases.end(token);
      if (lease === undefined) return;
      const { worker, work } = lease;
      workers.giveBack(worker, categoryOf[work.type]);
      const times = abandoned.get(nameOf(work)) ?? 0;
      abandoned.set(nameOf(work), times + 1);
      const delay = Math.min(1_000 * 2 ** times, abandonMillisMax);
      const cancel = leaseClock.wake(leaseClock.now() + delay, () => {
        pauses.delete(cancel);
        handBack(token, work);
      });
      pauses.add(cancel);
      pump();
    },
    close() {
      leases.close();
      for (const cancel of pauses) cancel();
    },
  };
}
