import type { EntityState } from "./core/entity.ts";
import type { OrchestrationState } from "./core/orchestration.ts";
import type { HubPorts } from "./hub.ts";
import { createInstances, type Instances } from "./instances.ts";

/** The orchestrations and entities of one hub that are in memory; the store has all of them. */
export interface HubMemory {
  readonly instances: Instances<OrchestrationState>;
  readonly entities: Instances<EntityState>;
}

export function createHubMemory(
  hub: string,
  { store, committer, memory }: Pick<HubPorts, "store" | "committer" | "memory">,
): HubMemory {
  const durable = () => committer.durable;
  const instances = createInstances<OrchestrationState>(
    {
      load: (instanceId) => store.loadOrchestration(hub, instanceId),
      async loadHistory(instanceId, group) {
        if (group > committer.durable) await committer.settled();
        return store.loadHistory(hub, instanceId);
      },
      durable,
    },
    memory,
  );
  const entities = createInstances<EntityState>(
    {
      load: (instanceId) => store.loadEntity(hub, instanceId),
      loadHistory: async () => [],
      durable,
    },
    memory,
  );
  return { instances, entities };
}
