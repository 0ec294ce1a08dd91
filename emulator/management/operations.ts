import { randomUUID } from "node:crypto";
import type { Operation } from "./operation.ts";
import type { Changes, Records } from "./records.ts";
import type { Resource } from "./resource.ts";
import type { TaskHubs } from "./task-hubs.ts";
import type { InTurn } from "./turns.ts";

/** Work that goes on after its request was answered, and after a restart if need be. */
export interface Operations {
  /**
   * Stores the resource as it is meanwhile, with what changes beside it, and the operation; the
   * work then goes on by itself.
   */
  begin(
    action: Operation["action"],
    resource: Resource,
    beside?: Omit<Changes, "operation">,
  ): Promise<Operation>;
  /** Goes on with what a stopped process left. */
  resume(): void;
  /** Resolves once nothing is under way. */
  settled(): Promise<void>;
}

interface OperationPorts {
  readonly records: Records;
  readonly inTurn: InTurn;
  readonly hubs: TaskHubs;
  readonly now: () => number;
  readonly log: (error: unknown) => void;
}

const meanwhile = {
  create: "Provisioning",
  update: "Updating",
  delete: "Deleting",
} as const satisfies Record<Operation["action"], Resource["state"]>;

export function createOperations(ports: OperationPorts): Operations {
  const { records, inTurn, hubs, now, log } = ports;
  const running = new Set<Promise<void>>();

  function run(operation: Operation): void {
    const work = finish(operation)
      .catch(log)
      .finally(() => running.delete(work));
    running.add(work);
  }

  async function finish(operation: Operation): Promise<void> {
    const error = await carryOut(operation, records, hubs).then(
      () => undefined,
      (cause: unknown) => ({ code: "InternalServerError", message: messageOf(cause) }),
    );
    await inTurn(() => records.save(endOf({ ...operation, endedAt: now(), error }, records)));
  }

  return {
    async begin(action, resource, beside = {}) {
      const operation: Operation = {
        id: randomUUID(),
        action,
        resourceId: resource.id,
        startedAt: now(),
        endedAt: undefined,
        error: undefined,
      };
      const saved = [...(beside.saved ?? []), { ...resource, state: meanwhile[action] }];
      await records.save({ ...beside, saved, operation });
      run(operation);
      return operation;
    },
    resume() {
      for (const operation of records.operations()) {
        if (operation.endedAt === undefined) run(operation);
      }
    },
    async settled() {
      await Promise.all(running);
    },
  };
}

/** Doing it twice does no harm: a process may have been stopped in the middle. */
async function carryOut(
  { action, resourceId }: Operation,
  records: Records,
  hubs: TaskHubs,
): Promise<void> {
  const affected = records.below(resourceId, "taskHubs");
  if (action === "create") for (const { name } of affected) await hubs.create(name);
  if (action === "delete") for (const { name } of affected) await hubs.remove(name);
}

function endOf(operation: Operation, records: Records): Changes {
  const { action, resourceId, error } = operation;
  if (action === "delete" && error === undefined) return { removed: [resourceId], operation };
  const resource = records.find(resourceId);
  if (resource === undefined) return { operation };
  const state = error === undefined ? "Succeeded" : "Failed";
  return { saved: [{ ...resource, state }], operation };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
