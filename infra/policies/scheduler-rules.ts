import { skuLimits } from "../azure/skus.ts";
import { isWholeNumber } from "../checks/whole-number.ts";
import { listAt, type Properties, type ResourceRule, recordAt } from "./rule.ts";

const of = "azure-native:durabletask:Scheduler";

/** What must hold of a scheduler, whoever writes the program that makes it. */
export const schedulerRules: readonly ResourceRule[] = [
  {
    name: "scheduler-lets-someone-in",
    description:
      "An empty allow-list shuts everyone out of a scheduler that is meant to be public.",
    enforcement: "mandatory",
    of,
    violations: (scheduler) =>
      isPublic(scheduler) && allowListOf(scheduler).length === 0
        ? ["list addresses in properties.ipAllowlist, or set publicNetworkAccess to Disabled"]
        : [],
  },
  {
    name: "scheduler-is-not-open-to-all",
    description: "A scheduler that the whole internet reaches is guarded by nothing but roles.",
    enforcement: "advisory",
    of,
    violations: (scheduler) =>
      isPublic(scheduler)
        ? allowListOf(scheduler)
            .filter((range) => String(range).endsWith("/0"))
            .map((range) => `properties.ipAllowlist has ${range}; list the ranges you come from`)
        : [],
  },
  {
    name: "scheduler-capacity-fits-its-sku",
    description: "Azure refuses a capacity with Consumption, and Dedicated without one.",
    enforcement: "mandatory",
    of,
    violations: (scheduler) => capacityViolations(recordAt(scheduler, "properties", "sku")),
  },
];

function isPublic(scheduler: Properties): boolean {
  return recordAt(scheduler, "properties").publicNetworkAccess !== "Disabled";
}

function allowListOf(scheduler: Properties): readonly unknown[] {
  return listAt(recordAt(scheduler, "properties"), "ipAllowlist");
}

function capacityViolations({ name, capacity }: Properties): readonly string[] {
  const max = skuLimits(String(name))?.capacityMax;
  if (max === undefined) return [`there is no SKU ${name}; use Consumption or Dedicated`];
  if (max === 0) return capacity === undefined ? [] : ["leave out properties.sku.capacity"];
  return isWholeNumber(capacity, 1, max) ? [] : [`set properties.sku.capacity from 1 to ${max}`];
}
