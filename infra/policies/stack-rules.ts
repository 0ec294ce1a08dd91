import { recordAt, type StackResource, type StackRule } from "./rule.ts";

/** What must hold of a stack as a whole. */
export const stackRules: readonly StackRule[] = [
  {
    name: "retention-is-chosen",
    description:
      "How long finished orchestrations are kept is a decision, of law as well as price.",
    enforcement: "advisory",
    violations: (resources) =>
      schedulersWithout(resources, "azure-native:durabletask:RetentionPolicy").map(({ urn }) => ({
        urn,
        message: "make a RetentionPolicy for the scheduler; Azure purges after 30 days otherwise",
      })),
  },
  {
    name: "dedicated-scheduler-is-locked",
    description: "What is paid for by the hour is in production, and holds state.",
    enforcement: "advisory",
    violations: (resources) =>
      schedulersWithout(resources, "azure-native:authorization:ManagementLockByScope")
        .filter(({ props }) => recordAt(props, "properties", "sku").name === "Dedicated")
        .map(({ urn }) => ({ urn, message: "put a CanNotDelete lock on the scheduler" })),
  },
];

/** The schedulers that no resource of this type depends on. */
function schedulersWithout(
  resources: readonly StackResource[],
  type: string,
): readonly StackResource[] {
  const served = new Set(
    resources
      .filter((resource) => resource.type === type)
      .flatMap(({ dependencies }) => dependencies.map(({ urn }) => urn)),
  );
  return resources.filter(
    (resource) =>
      resource.type === "azure-native:durabletask:Scheduler" && !served.has(resource.urn),
  );
}
