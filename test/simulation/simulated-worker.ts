import type { Task } from "../../emulator/core/task.ts";
import type { EntityRequest } from "../../emulator/grpc/generated/orchestrator_service.ts";
import {
  type ActivityRequest,
  WorkItem,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { prefixLength } from "../../emulator/grpc/transport/frame.ts";
import type { Category } from "../../emulator/work-filter.ts";
import type { Worker } from "../../emulator/workers.ts";
import { nameOf } from "./durable-record.ts";
import { checkHistory, dueAt } from "./history-rules.ts";
import { createHostSessions, type HostSessions } from "./host-sessions.ts";
import type { TurnItem } from "./orchestrator.ts";
import { purgedEntity } from "./plan.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import type { World } from "./world.ts";

/** Whether it speaks as the SDKs do or as the host of Durable Functions. */
export type WorkerKind = "sdk" | "host";

/** Work that a worker was sent, until it answers, drops or gives back. */
export type HeldItem = {
  readonly token: string;
  readonly worker: SimulatedWorker;
  /** The life of the scheduler in which it was handed out. */
  readonly process: SimulatedProcess;
  /** How often the worker has answered under this token before. */
  readonly completionCount: number;
} & (
  | { readonly type: "turn"; readonly turn: TurnItem; readonly executionId: string | undefined }
  | { readonly type: "task"; readonly task: ActivityRequest; readonly taskId: number }
  | { readonly type: "batch"; readonly batch: EntityRequest }
);

export type HeldOf<Type extends HeldItem["type"]> = Extract<HeldItem, { readonly type: Type }>;

/** A worker's stream, connected to one life of the scheduler. */
export interface SimulatedWorker {
  readonly kind: WorkerKind;
  readonly port: Worker;
  /** What a host has answered and keeps. */
  readonly sessions: HostSessions;
  readonly held: HeldItem[];
  /** Its stream takes no more until it is resumed. */
  isFull: boolean;
}

export function connectWorker(
  world: World,
  kind: WorkerKind,
  limits: Readonly<Record<Category, number>>,
): SimulatedWorker {
  const { process } = world;
  const worker: SimulatedWorker = {
    kind,
    sessions: createHostSessions(),
    held: [],
    isFull: false,
    port: {
      id: `worker ${world.nextNumber()}`,
      userAgent: undefined,
      runsSchedules: false,
      filters: undefined,
      limits,
      beginsTurns: kind === "host",
      fetchesHistory: false,
      send(frame) {
        // The streams of a process that was killed have gone with it.
        if (process !== world.process) return false;
        const item = received(world, worker, frame.subarray(prefixLength));
        if (item !== undefined) hold(world, item);
        worker.isFull = world.mayFail && world.random.chance(0.05);
        return !worker.isFull;
      },
    },
  };
  world.workers.push(worker);
  process.hub?.dispatcher.addWorker(worker.port);
  return worker;
}

/** It leaves with all that it has open. */
export function disconnectWorker(world: World, worker: SimulatedWorker): void {
  world.workers = world.workers.filter((other) => other !== worker);
  const isFirst = world.random.chance(0.5);
  if (isFirst) worker.sessions.cancelAll();
  world.process.hub?.dispatcher.removeWorker(worker.port);
  if (!isFirst) worker.sessions.cancelAll();
}

/** More has come for what a host has kept; after a lost stream it may come once more. */
export function holdMore(world: World, item: HeldItem): void {
  const { worker, process, token } = item;
  if (process !== world.process) return;
  const index = worker.held.findIndex((other) => other.token === token);
  if (index >= 0) worker.held.splice(index, 1);
  world.trace(() => `  more in the session ${token}`);
  hold(world, item);
}

function hold(world: World, item: HeldItem): void {
  check(world, item);
  item.worker.held.push(item);
}

function received(world: World, worker: SimulatedWorker, bytes: Uint8Array): HeldItem | undefined {
  const { request, completionToken: token } = WorkItem.decode(bytes);
  const { demand, process } = world;
  const held = { token, worker, process, completionCount: 0 };
  switch (request?.$case) {
    case "orchestratorRequest": {
      const { instanceId, executionId, pastEvents: past, newEvents: fresh } = request.value;
      return { ...held, type: "turn", turn: { instanceId, past, fresh }, executionId };
    }
    case "activityRequest":
      return { ...held, type: "task", task: request.value, taskId: request.value.taskId };
    case "entityRequestV2":
      return { ...held, type: "batch", batch: request.value };
    default:
      demand(false, "A work item is one that workers know", () => String(request?.$case));
      return undefined;
  }
}

function check(world: World, item: HeldItem): void {
  const { demand, process } = world;
  const { token } = item;
  switch (item.type) {
    case "turn": {
      const { turn, executionId } = item;
      const { instanceId, past, fresh } = turn;
      world.tokens.set(token, `turn of ${instanceId}, ${executionId}`);
      checkTurn(world, turn, executionId);
      world.trace(() => `  turn of ${instanceId} [${past.length}] + ${fresh.map(kindOf)}`);
      return;
    }
    case "task": {
      const work = process.hub?.dispatcher.leaseOf(token)?.work;
      const task: Task | undefined = work?.type === "task" ? work.task : undefined;
      const isStored = task !== undefined && world.record.hadTask(task.sequence);
      demand(isStored, "An activity is stored before it is handed out", () => String(task));
      world.tokens.set(token, `task ${task?.sequence}`);
      const { orchestrationInstance, taskId } = item.task;
      world.trace(() => `  activity ${taskId} of ${orchestrationInstance?.instanceId}`);
      return;
    }
    case "batch": {
      checkBatch(world, item.batch);
      const { instanceId, operationRequests } = item.batch;
      // A purge voids the lease that is out, which nobody but the entity can tell.
      if (instanceId !== purgedEntity) world.tokens.set(token, `batch of ${instanceId}`);
      world.trace(() => `  batch of ${instanceId}: ${operationRequests.map(nameOf)}`);
    }
  }
}

function kindOf({ eventType }: { readonly eventType: { readonly $case: string } | undefined }) {
  return eventType?.$case;
}

/** A turn may run ahead of the disk, but not beside it. */
function checkTurn(
  { demand, record, time }: World,
  { instanceId, past, fresh }: TurnItem,
  executionId: string | undefined,
): void {
  const stored = record.instances.get(instanceId);
  if (stored !== undefined && executionId === stored.orchestration.executionId) {
    const isComplete = past.length >= stored.history.length;
    demand(isComplete, "A turn comes with its whole history", () => instanceId);
  }
  checkHistory(instanceId, [...past, ...fresh], demand);
  const isEarly = fresh.some((event) => dueAt(event) > time.now());
  demand(!isEarly, "Nothing is handed out before its time", () => instanceId);
}

function checkBatch({ demand, record }: World, batch: EntityRequest): void {
  const { instanceId, operationRequests, entityState } = batch;
  const names = operationRequests.map(nameOf);
  const isStored = names.every((name) => name !== undefined && record.hasArrived(name));
  demand(isStored, "Operations are stored before they are handed out", () => String(names));
  const stored = record.entities.get(instanceId)?.state;
  demand(stored === entityState, "An entity's state is stored before it is handed out", () => {
    return `${instanceId}: ${entityState} and not ${stored}`;
  });
}
