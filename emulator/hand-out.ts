import type { OrchestrationCommand } from "./core/command.ts";
import type { Decision } from "./core/decision.ts";
import type { EntityState } from "./core/entity.ts";
import type { EntityCommand } from "./core/entity-command.ts";
import { runnable } from "./core/entity-queue.ts";
import type { HistoryEvent } from "./core/history-event.ts";
import type { OrchestrationState } from "./core/orchestration.ts";
import type { Rejection } from "./core/rejection.ts";
import type { Task } from "./core/task.ts";
import { newEvents } from "./core/turn.ts";
import type { HubPorts } from "./hub.ts";
import type { Instance, Instances, Leasable } from "./instances.ts";
import type { Leases } from "./leases.ts";
import { bytesOf, countThatFits, fetchedBytesMin, tooLarge } from "./work-size.ts";
import type { Worker, Workers } from "./workers.ts";

/** What the dispatcher decides with. */
export interface Rules {
  readonly instances: Instances<OrchestrationState>;
  readonly apply: Apply<OrchestrationState, OrchestrationCommand>;
  readonly entities: Instances<EntityState>;
  readonly applyToEntity: Apply<EntityState, EntityCommand>;
}

type Apply<State extends Leasable, Command> = (
  instance: Instance<State>,
  command: Command,
) => Decision | Rejection;

/**
 * Leases work and sends it. False when there is nothing to hand out after all: the worker's room
 * is still free.
 */
export interface HandOut {
  turn(worker: Worker, instance: Instance<OrchestrationState>): Promise<boolean>;
  task(worker: Worker, task: Task | undefined): boolean;
  batch(worker: Worker, entity: Instance<EntityState>): boolean;
  /** Leases what has arrived under a token that its worker has kept; undefined when nothing has. */
  turnEvents(instance: Instance<OrchestrationState>, token: string): Events | undefined;
  batchEvents(entity: Instance<EntityState>, token: string): Events | undefined;
}

type Events = readonly HistoryEvent[];

interface HandOutParts {
  readonly leases: Leases;
  readonly workers: Workers;
  /** Whether a worker that keeps the instance takes what there is. */
  readonly isTaken: (instanceId: string) => boolean;
}

type HandOutPorts = Pick<HubPorts, "codec" | "encoder" | "stamp">;

/** Most operations that one batch carries. */
const batchCountMax = 100;

export function createHandOut(
  { codec, encoder, stamp }: HandOutPorts,
  { instances, apply, applyToEntity }: Rules,
  { leases, workers, isTaken }: HandOutParts,
): HandOut {
  // A worker that has left meanwhile loses the work as if it had taken it.
  function send(worker: Worker, item: Uint8Array): true {
    if (workers.has(worker)) workers.send(worker, item);
    else leases.lose(worker);
    return true;
  }

  function leaseTurn(
    instance: Instance<OrchestrationState>,
    token: string,
    filled: number,
  ): Events | undefined {
    const messageCountMax = countThatFits(instance.state?.inbox ?? [], filled, codec);
    if (messageCountMax === 0) {
      apply(instance, { type: "fail", failure: tooLarge });
      return undefined;
    }
    const leased = apply(instance, { type: "lease-turn", token, messageCountMax });
    const { state } = instance;
    if (!leased.ok || state?.lease === undefined) return undefined;
    return newEvents(state, state.lease.startedAt, state.lease.messageCount);
  }

  // Operations act on the world: they run once they are stored, on a state that is stored. State
  // and inputs are limited to 1 MB each, so that one operation always fits; one that does not all
  // the same, for the length of its name, is for its worker to refuse.
  function operationsThatFit({ state, stored }: Instance<EntityState>): number {
    if (state === undefined || state.entity !== stored?.entity) return 0;
    const last = stored.inbox.at(-1)?.sequence ?? 0;
    const next = runnable(state)
      .slice(0, batchCountMax)
      .filter(({ sequence }) => sequence <= last);
    const filled = Buffer.byteLength(state.entity.state ?? "");
    return Math.min(next.length, Math.max(1, countThatFits(next, filled, codec)));
  }

  function leaseBatch(entity: Instance<EntityState>, token: string): Events | undefined {
    const countMax = operationsThatFit(entity);
    if (countMax === 0) return undefined;
    const leased = applyToEntity(entity, { type: "lease-batch", token, countMax });
    const { state } = entity;
    if (!leased.ok || state?.lease === undefined) return undefined;
    const { sequences } = state.lease;
    return state.inbox
      .filter(({ sequence }) => sequences.includes(sequence))
      .map(({ event }) => event);
  }

  return {
    async turn(worker, instance) {
      if (instance.history === undefined) await instances.loadHistory(instance);
      // While its history was read, the instance may have left the memory and come back as another,
      // or another worker may have had its turn and kept it.
      const { history } = instance;
      if (instances.peek(instance.instanceId) !== instance || history === undefined) {
        return instances.with(instance.instanceId, (other) => this.turn(worker, other));
      }
      if (isTaken(instance.instanceId)) return false;
      const isFetched = worker.fetchesHistory && bytesOf(history) > fetchedBytesMin;
      const sent = isFetched ? undefined : history;
      const token = stamp().identifier();
      const events = leaseTurn(instance, token, bytesOf(sent ?? []));
      const orchestration = instance.state?.orchestration;
      if (events === undefined || orchestration === undefined) return false;
      const { instanceId, executionId, traceContext } = orchestration;
      leases.add({ token, worker, work: { type: "turn", instanceId } });
      return send(
        worker,
        encoder.turn({
          token,
          instance: { instanceId, executionId },
          history: sent,
          newEvents: worker.beginsTurns ? arrivedOf(events) : events,
          traceContext,
        }),
      );
    },
    task(worker, task) {
      if (task === undefined) return false;
      const token = stamp().identifier();
      leases.add({ token, worker, work: { type: "task", task } });
      return send(worker, encoder.task(task, token));
    },
    batch(worker, entity) {
      if (isTaken(entity.instanceId)) return false;
      const token = stamp().identifier();
      const events = leaseBatch(entity, token);
      if (events === undefined || entity.state === undefined) return false;
      leases.add({ token, worker, work: { type: "batch", instanceId: entity.instanceId } });
      return send(worker, encoder.batch(entity.state.entity, events, token));
    },
    turnEvents(instance, token) {
      const events = leaseTurn(instance, token, 0);
      return events && arrivedOf(events);
    },
    batchEvents: leaseBatch,
  };
}

/** Without the turn's own beginning, which is all there is to see after a rewind. */
function arrivedOf(events: Events): Events {
  return events.length > 1 ? events.slice(1) : events;
}
