import type { Orchestration } from "./core/orchestration.ts";
import type { Task } from "./core/task.ts";
import { createHandOut, type Rules } from "./hand-out.ts";
import type { HubPorts } from "./hub.ts";
import { createKeptWork } from "./kept-work.ts";
import { createLane } from "./lane.ts";
import { createLeases, type Lease, type Work, type WorkOf } from "./leases.ts";
import { createPauses } from "./pauses.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import type { Backlog, WaitingOrchestration, WaitingTask } from "./store/port.ts";
import { createTaskCache } from "./task-cache.ts";
import { nameOf, type WaitingEntity, waitingEntity, waitingTask } from "./waiting-work.ts";
import type { CategoryMetrics, Metrics } from "./work-metrics.ts";
import { createWorkers, type Worker, type WorkerView } from "./workers.ts";

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
  answer<Type extends Work["type"]>(token: string, type: Type): WorkOf<Type> | undefined;
  /** As `answer`, and the worker keeps the work: see `sessions` for what becomes of it. */
  keep<Type extends Work["type"]>(
    token: string,
    type: Type,
    completionCount: number,
  ): WorkOf<Type> | undefined;
  readonly sessions: Sessions;
  /** The lease that the token answers, while it is live. */
  leaseOf(token: string): Lease | undefined;
  /** The token of live work, for workers that answer without one. */
  tokenOf(isMatch: (work: Work) => boolean): string | undefined;
  /** The worker gives the work back; it waits a while that grows with every time. */
  abandon(token: string): void;
  /** The worker needs the work no longer: what is unanswered or waits is for any worker. */
  release(token: string): void;
  /** Sends nothing new to the worker of this id; false when it has no stream. */
  drain(workerId: string): boolean;
  metrics(): Metrics;
  /** Nothing waits for a worker, and none holds anything. */
  readonly isIdle: boolean;
  close(): void;
}

/** What a worker's limit counts a piece of work as. */
const categoryOf = { turn: "orchestrations", task: "activities", batch: "entities" } as const;

export function createDispatcher(hub: string, ports: HubPorts, rules: Rules): Dispatcher {
  const { store, committer, leaseClock, memory } = ports;
  const { instances, apply, entities, applyToEntity } = rules;
  const cache = createTaskCache((sequence) => store.loadTask(hub, sequence), memory);
  const workers = createWorkers();
  const leases = createLeases(leaseClock, { expire: requeue, answered: committer.answered });
  const isTaken = (instanceId: string) => sessions.offer(instanceId);
  const handOut = createHandOut(ports, rules, { leases, workers, isTaken });
  const lanes = { now: leaseClock.now, workers, pump };
  const turns = createLane<string, WaitingOrchestration>("orchestrations", {
    ...lanes,
    send: (worker, { instanceId }, done) =>
      instances.with(instanceId, (instance) => handOut.turn(worker, instance).then(done)),
  });
  const tasks = createLane<number, WaitingTask>("activities", {
    ...lanes,
    send: (worker, { sequence }, done) =>
      cache.take(sequence, (task) => done(handOut.task(worker, task))),
  });
  const batches = createLane<string, WaitingEntity>("entities", {
    ...lanes,
    send: (worker, { instanceId }, done) =>
      entities.with(instanceId, (entity) => done(handOut.batch(worker, entity))),
  });
  const kept = createKeptWork(rules, { handOut, leases, offerTurn, offerBatch });
  const sessions = createSessions({ ...kept, onEnd: endSession });
  const pauses = createPauses(leaseClock);

  function pump(): void {
    let isBusy = true;
    while (isBusy) {
      const [hasTurn, hasTask, hasBatch] = [turns.handOut(), tasks.handOut(), batches.handOut()];
      isBusy = hasTurn || hasTask || hasBatch;
    }
  }

  /** The worker has the work no longer, in a session or not; its room is free. */
  function letGo({ token, worker, work }: Lease): void {
    sessions.forget(token);
    workers.giveBack(worker, categoryOf[work.type]);
  }

  function requeue(lease: Lease): void {
    letGo(lease);
    handBack(lease.token, lease.work);
    pump();
  }

  function handBack(token: string, work: Work): void {
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
    if (sessions.offer(instanceId)) return;
    turns.offer(instanceId, { instanceId, name, version });
  }

  function offerBatch(instanceId: string): void {
    if (sessions.offer(instanceId)) return;
    batches.offer(instanceId, waitingEntity(instanceId));
  }

  function offerTask(task: Task): void {
    const waiting = waitingTask(task);
    if (tasks.passOn(waiting, (worker, _, done) => done(handOut.task(worker, task)))) return;
    cache.add(task);
    tasks.add(task.sequence, waiting);
    pump();
  }

  function endSession({ worker, work }: Lease): void {
    workers.giveBack(worker, categoryOf[work.type]);
    pump();
  }

  function metricsOf(
    queue: { readonly size: number; readonly oldestAt: number | undefined },
    type: Work["type"],
  ): CategoryMetrics {
    const now = leaseClock.now();
    return {
      pending: queue.size,
      active: leases.count(type),
      oldestAgeMillis: now - (queue.oldestAt ?? now),
    };
  }

  return {
    open(backlog) {
      for (const turn of backlog.orchestrations) turns.add(turn.instanceId, turn);
      for (const task of backlog.tasks) tasks.add(task.sequence, task);
      for (const id of backlog.entities) batches.add(id, waitingEntity(id));
    },
    offerTurn,
    offerTask,
    offerBatch,
    workers: workers.list,
    addWorker(worker) {
      workers.add(worker);
      // What another worker could not do, this one may.
      pauses.endAll();
      pump();
    },
    removeWorker(worker) {
      workers.remove(worker);
      leases.lose(worker);
      sessions.lose(worker);
    },
    resume(worker) {
      workers.resume(worker);
      pump();
    },
    answer<Type extends Work["type"]>(token: string, type: Type) {
      const lease = leases.answer(token, type);
      if (lease === undefined) return undefined;
      pauses.forget(nameOf(lease.work));
      letGo(lease);
      pump();
      return lease.work as WorkOf<Type>;
    },
    keep<Type extends Work["type"]>(token: string, type: Type, completionCount: number) {
      const lease = leases.answer(token, type);
      if (lease === undefined) return undefined;
      pauses.forget(nameOf(lease.work));
      if (!kept.isHeld(lease)) {
        // Another may have the work by now, in a session of its own.
        letGo(lease);
        pump();
        return undefined;
      }
      sessions.keep(lease, completionCount);
      return lease.work as WorkOf<Type>;
    },
    sessions,
    leaseOf: leases.get,
    tokenOf: leases.tokenOf,
    abandon(token) {
      const lease = leases.end(token);
      if (lease === undefined) return sessions.end(token);
      const { work } = lease;
      letGo(lease);
      pauses.begin(nameOf(work), () => handBack(token, work));
      pump();
    },
    release(token) {
      const lease = leases.end(token);
      if (lease === undefined) sessions.end(token);
      else requeue(lease);
    },
    drain: workers.drain,
    metrics: () => ({
      orchestrations: metricsOf(turns, "turn"),
      activities: metricsOf(tasks, "task"),
      entities: metricsOf(batches, "batch"),
      workerCount: workers.size,
    }),
    get isIdle() {
      return leases.size + turns.size + tasks.size + batches.size === 0;
    },
    close() {
      leases.close();
      sessions.close();
      pauses.close();
    },
  };
}
