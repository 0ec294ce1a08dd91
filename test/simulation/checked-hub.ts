import type { Decision } from "../../emulator/core/decision.ts";
import type { OrchestrationState } from "../../emulator/core/orchestration.ts";
import type { Rejection } from "../../emulator/core/rejection.ts";
import { isTerminal } from "../../emulator/core/status.ts";
import type { Hub } from "../../emulator/hub.ts";
import { type DurableRecord, nameOf } from "./durable-record.ts";
import type { Demand } from "./findings.ts";

export interface CheckedHubRules {
  readonly demand: Demand;
  readonly record: DurableRecord;
  /** Whether the hub's process may still answer: a commit that has failed ends it. */
  readonly mayTell: () => boolean;
  /** Whether anybody hears what it tells. */
  readonly isHeard: () => boolean;
}

/** The hub, with a look at every answer: what it stands on must be durable. */
export function checkedHub(hub: Hub, { demand, record, mayTell, isHeard }: CheckedHubRules): Hub {
  const told = (holds: boolean, what: () => string) => {
    if (!isHeard()) return;
    demand(holds, "What is told is stored", what);
    demand(mayTell(), "Nothing is told after a commit that has failed", what);
  };

  async function decided(
    instanceId: string,
    type: string,
    answer: Promise<Decision | Rejection>,
  ): Promise<Decision | Rejection> {
    const result = await answer;
    const changes = result.ok ? result.changes : [];
    const isStored = changes.every((change) => isVolatile(change) || record.has(change));
    told(isStored, () => `${type} of ${instanceId}`);
    return result;
  }

  function checkState(what: string, state: OrchestrationState | undefined): void {
    told(state === undefined || record.has(state.orchestration), () => what);
  }

  /** The life of the orchestration that an event reaches for certain. */
  const liveExecution = (instanceId: string) => {
    const { orchestration, endCount } = record.instances.get(instanceId) ?? {};
    const isLive = orchestration !== undefined && !isTerminal(orchestration.status);
    return isLive ? `${orchestration.executionId} ${endCount}` : undefined;
  };

  return {
    ...hub,
    execute: (instanceId, command) =>
      decided(instanceId, command.type, hub.execute(instanceId, command)),
    executeOnEntity: (instanceId, command) =>
      decided(instanceId, command.type, hub.executeOnEntity(instanceId, command)),
    async raise(instanceId, body, delivery) {
      const before = liveExecution(instanceId);
      await hub.raise(instanceId, body, delivery);
      const name = nameOf({ eventId: -1, timestamp: undefined, eventType: body });
      const wasLive = before !== undefined && before === liveExecution(instanceId);
      const hasArrived = name === undefined || record.hasArrived(name);
      const mustArrive = wasLive || instanceId.startsWith("@");
      told(hasArrived || !mustArrive, () => `${name} for ${instanceId}`);
    },
    async completeTask(task, outcome) {
      await hub.completeTask(task, outcome);
      told(!record.hasTask(task.sequence), () => `task ${task.sequence}`);
    },
    async read(instanceId) {
      const state = await hub.read(instanceId);
      checkState(`state of ${instanceId}`, state);
      return state;
    },
    async readEntity(instanceId) {
      const state = await hub.readEntity(instanceId);
      told(state === undefined || record.has(state.entity), () => `state of ${instanceId}`);
      return state;
    },
    async wait(instanceId, condition, signal) {
      const state = await hub.wait(instanceId, condition, signal);
      checkState(`awaited state of ${instanceId}`, state);
      return state;
    },
  };
}

function isVolatile({ type }: Decision["changes"][number]): boolean {
  return type === "turn-leased" || type === "batch-leased" || type === "lease-ended";
}
