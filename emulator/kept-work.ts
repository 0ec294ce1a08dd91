import { isBatchDispatchable } from "./core/entity-queue.ts";
import type { HistoryEvent } from "./core/history-event.ts";
import type { Orchestration, OrchestrationState } from "./core/orchestration.ts";
import { isTerminal } from "./core/status.ts";
import { isDispatchable } from "./core/turn.ts";
import type { HandOut, Rules } from "./hand-out.ts";
import type { Lease, Leases, Work } from "./leases.ts";
import type { SessionRules } from "./sessions.ts";

/** Turns and batches that workers keep, as they stand with their instances. */
export interface KeptWorkRules extends Pick<SessionRules, "open" | "offerAgain"> {
  /** Whether the work is still the one that was handed out: its instance may have begun anew. */
  isHeld(lease: Lease): boolean;
}

export interface KeptWorkPorts {
  readonly handOut: HandOut;
  readonly leases: Leases;
  readonly offerTurn: (orchestration: Orchestration) => void;
  readonly offerBatch: (entityId: string) => void;
}

export function createKeptWork(
  { instances, entities }: Pick<Rules, "instances" | "entities">,
  { handOut, leases, offerTurn, offerBatch }: KeptWorkPorts,
): KeptWorkRules {
  function leased(
    lease: Lease,
    events: readonly HistoryEvent[] | undefined,
  ): readonly HistoryEvent[] | undefined {
    if (events !== undefined) leases.add(lease);
    return events;
  }

  return {
    open(work, use) {
      if (work.type === "turn") {
        void instances.with(work.instanceId, (instance) =>
          use({
            executionId: liveExecution(instance.state),
            lease: (lease) => leased(lease, handOut.turnEvents(instance, lease.token)),
          }),
        );
      }
      if (work.type === "batch") {
        void entities.with(work.instanceId, (entity) =>
          use({
            executionId: entity.state?.entity.executionId,
            lease: (lease) => leased(lease, handOut.batchEvents(entity, lease.token)),
          }),
        );
      }
    },
    offerAgain(work: Work) {
      if (work.type === "turn") {
        void instances.with(work.instanceId, ({ state }) => {
          if (state !== undefined && isDispatchable(state)) offerTurn(state.orchestration);
        });
      }
      if (work.type === "batch") {
        void entities.with(work.instanceId, ({ instanceId, state }) => {
          if (state !== undefined && isBatchDispatchable(state)) offerBatch(instanceId);
        });
      }
    },
    isHeld({ token, work }) {
      if (work.type === "task") return true;
      const held = work.type === "turn" ? instances : entities;
      return held.peek(work.instanceId)?.state?.lease?.token === token;
    },
  };
}

function liveExecution(state: OrchestrationState | undefined): string | undefined {
  if (state === undefined || isTerminal(state.orchestration.status)) return undefined;
  return state.orchestration.executionId;
}
