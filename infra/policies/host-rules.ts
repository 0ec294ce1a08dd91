import { listAt, type ResourceRule, recordAt } from "./rule.ts";

/** What must hold of what apps run on. */
export const hostRules: readonly ResourceRule[] = [
  {
    name: "container-app-can-wake",
    description: "A container app at 0 replicas wakes by a scale rule or by traffic, else never.",
    enforcement: "mandatory",
    of: "azure-native:app:ContainerApp",
    violations: (app) => {
      const scale = recordAt(app, "template", "scale");
      const { ingress } = recordAt(app, "configuration");
      // Azure's own minimum is 0.
      const canStop = (scale.minReplicas ?? 0) === 0;
      if (!canStop || listAt(scale, "rules").length > 0 || ingress !== undefined) return [];
      return ["add a rule of type azure-durabletask-scheduler, or set minReplicas to 1"];
    },
  },
  {
    name: "storage-has-no-keys-in-use",
    description: "Whoever has a storage key has everything; identities can do without.",
    enforcement: "advisory",
    of: "azure-native:storage:StorageAccount",
    violations: ({ allowSharedKeyAccess }) =>
      allowSharedKeyAccess === false ? [] : ["set allowSharedKeyAccess to false"],
  },
  {
    name: "registry-has-no-password",
    description: "A registry's administrator is one password for everybody.",
    enforcement: "mandatory",
    of: "azure-native:containerregistry:Registry",
    violations: ({ adminUserEnabled }) =>
      adminUserEnabled === true ? ["set adminUserEnabled to false; pull by identity"] : [],
  },
];
