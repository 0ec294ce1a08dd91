import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ContainerAppWorkerFacts,
  planContainerAppWorker,
} from "../../../../infra/components/container-apps/container-app-worker-plan.ts";
import { refusedArguments } from "../../refused-arguments.ts";

const accepted: ContainerAppWorkerFacts = {
  access: { role: "Worker" },
  scale: { replicasMin: 1, replicasMax: 3 },
};
const onKubernetes = { role: "Worker", signIn: "workload-identity" };
const waking = { Orchestration: { workItemsPerReplica: 10 } };

test.each<readonly [string, object, readonly string[]]>([
  ["a fixed number of replicas needs no rule", {}, []],
  ["one replica and no more", scale(1, 1), []],
  ["0 replicas with a rule that wakes the worker", scale(0, 3, waking), []],
  ["0 replicas and no rule", scale(0, 3), ["scale.replicasMin"]],
  ["0 replicas and an empty set of rules", scale(0, 3, {}), ["scale.replicasMin"]],
  ["fewer replicas at most than at least", scale(5, 3), ["scale.replicasMax"]],
  ["no replicas at most", scale(0, 0, waking), ["scale.replicasMax"]],
  ["more replicas than there can be", scale(1, 1_001), ["scale.replicasMax"]],
  ["replicas in parts", scale(1.5, 3), ["scale.replicasMin"]],
  ["no replica counts", { scale: {} }, ["scale.replicasMin", "scale.replicasMax"]],
  ["no scale", { scale: undefined }, ["scale"]],
  ["a rule for no such work", scale(1, 3, { Timer: {} }), ["scale.rules.Timer"]],
  [
    "a rule without a number",
    scale(1, 3, { Activity: {} }),
    ["scale.rules.Activity.workItemsPerReplica"],
  ],
  [
    "a replica that works on nothing",
    scale(1, 3, { Entity: { workItemsPerReplica: 0 } }),
    ["scale.rules.Entity.workItemsPerReplica"],
  ],
  ["a quarter of a core", { cores: 0.25 }, []],
  ["four cores", { cores: 4 }, []],
  ["a third of a core", { cores: 0.33 }, ["cores"]],
  ["five cores", { cores: 5 }, ["cores"]],
  ["no core", { cores: 0 }, ["cores"]],
  ["a Contributor also works", { access: { role: "Contributor" } }, []],
  ["a Reader does not work", { access: { role: "Reader" } }, ["access.role"]],
  ["an access for Kubernetes", { access: onKubernetes }, ["access.signIn"]],
  ["a registry that is none", { registry: { registryId: "images" } }, ["registry.registryId"]],
  ["settings of its own", { settings: { LOG_LEVEL: "debug" } }, []],
  ["a setting that the kit sets", { settings: { TASKHUB: "other" } }, ["settings.TASKHUB"]],
  ["capitals in the app's name", { appName: "Orders" }, ["appName"]],
  ["two hyphens in the app's name", { appName: "my--app" }, ["appName"]],
])("%s", (_title, change, refused) => {
  const facts = { ...accepted, ...change };
  expect(refusedArguments(planContainerAppWorker("orders", facts))).toEqual(refused);
});

test("a component's name must make a container app's name", () => {
  expect(refusedArguments(planContainerAppWorker("a".repeat(21), accepted))).toEqual(["appName"]);
  const named = { ...accepted, appName: "orders" };
  expect(refusedArguments(planContainerAppWorker("a".repeat(21), named))).toEqual([]);
});

test("each core brings two gibibytes of memory", () => {
  expect(planContainerAppWorker("orders", { ...accepted, cores: 0.75 })).toMatchObject({
    plan: { resources: { cpu: 0.75, memory: "1.5Gi" } },
  });
});

test("each work-item type has one rule, in the words of the scaler", () => {
  const facts = {
    ...accepted,
    ...scale(0, 3, { Activity: { workItemsPerReplica: 5 }, ...waking }),
  };
  expect(planContainerAppWorker("orders", facts)).toMatchObject({
    plan: {
      scaleRules: [
        {
          name: "orchestrations",
          workItemType: "Orchestration",
          maxConcurrentWorkItemsCount: "10",
        },
        { name: "activities", workItemType: "Activity", maxConcurrentWorkItemsCount: "5" },
      ],
    },
  });
});

test("no accepted worker can stop for good", () => {
  const count = fc.integer({ min: -1, max: 5 });
  const rule = fc.record({ workItemsPerReplica: count });
  const rules = fc.record(
    { Orchestration: rule, Activity: rule, Entity: rule },
    { requiredKeys: [] },
  );
  const scales = fc.record({ replicasMin: count, replicasMax: count, rules });
  fc.assert(
    fc.property(scales, (chosen) => {
      const planned = planContainerAppWorker("orders", { ...accepted, scale: chosen });
      if (!planned.ok) return planned.refusals.length > 0;
      const { replicas, scaleRules } = planned.plan;
      return (
        replicas.maxReplicas >= Math.max(1, replicas.minReplicas) &&
        (replicas.minReplicas > 0 || scaleRules.length > 0)
      );
    }),
  );
});

function scale(replicasMin: number, replicasMax: number, rules?: object): object {
  return { scale: { replicasMin, replicasMax, ...(rules && { rules }) } };
}
