import { describe, expect, test } from "vitest";
import {
  type Planned,
  planAppServiceWorker,
  planContainerAppsEnvironment,
  planDeployerAccess,
  planFunctionApp,
  planImageRegistry,
  planLogWorkspace,
  planScheduler,
} from "../../../infra/index.ts";
import { planKubernetesCluster, planKubernetesWorker } from "../../../infra/kubernetes.ts";
import { refusedArguments } from "../refused-arguments.ts";
import { subnetId } from "./sample-access.ts";

type Case = readonly [title: string, change: object, refused: readonly string[]];

/** Each change to accepted arguments, and the arguments that it has refused. */
function describeRefusals(
  component: string,
  accepted: object,
  // Configuration files are not typed, so anything may come.
  plan: (facts: never) => Planned<unknown>,
  cases: readonly Case[],
): void {
  describe(component, () => {
    test.each([["what is accepted", {}, []] as Case, ...cases])("%s", (_title, change, refused) => {
      const facts = JSON.parse(JSON.stringify({ ...accepted, ...change }));
      expect(refusedArguments(plan(facts as never))).toEqual(refused);
    });
  });
}

const worker = { role: "Worker" };
const reader = { role: "Reader" };
const onKubernetes = { role: "Worker", signIn: "workload-identity" };
const health = { path: "/health", port: 8080 };

describeRefusals(
  "Scheduler",
  { sku: { name: "Consumption" }, network: { access: "private" } },
  (facts) => planScheduler("orders", facts),
  [
    ["alerts", alerts(["a@example.com"], { totalActions: { actions: 1, minutes: 5 } }), []],
    ["alerts for nobody", alerts([], watched()), ["alerts.emails"]],
    ["alerts to no address", alerts(["someone"], watched()), ["alerts.emails[0]"]],
    ["alerts of nothing", alerts(["a@example.com"], {}), ["alerts.above"]],
    [
      "an unknown metric",
      alerts(["a@example.com"], { errors: { actions: 1, minutes: 5 } }),
      ["alerts.above.errors"],
    ],
    [
      "a span that Azure does not know, and no number",
      alerts(["a@example.com"], { timerActions: { minutes: 7 } }),
      ["alerts.above.timerActions.actions", "alerts.above.timerActions.minutes"],
    ],
    ["a subnet", { privateEndpoint: { subnetId } }, []],
    ["a subnet by name", { privateEndpoint: { subnetId: "apps" } }, ["privateEndpoint.subnetId"]],
    ["a workspace by name", { diagnostics: { workspaceId: "w" } }, ["diagnostics.workspaceId"]],
  ],
);

describeRefusals("DeployerAccess", worker, (facts) => planDeployerAccess("deployer", facts), [
  ["a role of someone else's", { role: "Owner" }, ["role"]],
  ["a role on nothing", { taskHub: { taskHubId: "hub" } }, ["taskHub.taskHubId"]],
]);

describeRefusals("LogWorkspace", {}, (facts) => planLogWorkspace("orders", facts), [
  ["logs for two years", { retentionDays: 730 }, []],
  ["logs for a week", { retentionDays: 7 }, ["retentionDays"]],
  ["half a gigabyte a day", { gigabytesPerDayMax: 0.5 }, []],
  ["nothing a day", { gigabytesPerDayMax: 0 }, ["gigabytesPerDayMax"]],
  ["a name with dots", { workspaceName: "my.logs" }, ["workspaceName"]],
]);

describeRefusals("ImageRegistry", {}, (facts) => planImageRegistry("my-orders", facts), [
  ["a name with hyphens", { registryName: "my-images" }, ["registryName"]],
  ["an unknown SKU", { sku: "Free" }, ["sku"]],
]);

describeRefusals(
  "ContainerAppsEnvironment",
  {},
  (facts) => planContainerAppsEnvironment("orders", facts),
  [
    ["zones in a subnet", { zoneRedundant: true, subnetId }, []],
    ["zones without a subnet", { zoneRedundant: true }, ["zoneRedundant"]],
    ["a name with dots", { environmentName: "my.env" }, ["environmentName"]],
  ],
);

describeRefusals(
  "FunctionApp",
  { runtime: { name: "node", version: "22" }, access: { role: "Contributor" } },
  (facts) => planFunctionApp("orders", facts),
  [
    ["an unknown runtime", { runtime: { name: "deno", version: "2" } }, ["runtime.name"]],
    ["a version as a number", { runtime: { name: "node", version: 22 } }, ["runtime.version"]],
    ["no runtime", { runtime: null }, ["runtime.name", "runtime.version"]],
    ["memory of no such size", { instanceMemory: 1_024 }, ["instanceMemory"]],
    ["too many instances", { instancesMax: 1_001 }, ["instancesMax"]],
    ["more ready than there may be", { instancesMax: 2, alwaysReady: 3 }, ["alwaysReady"]],
    ["a Reader", { access: reader }, ["access.role"]],
    ["an access for Kubernetes", { access: onKubernetes }, ["access.signIn"]],
    [
      "a setting of the host's",
      ownSetting("AzureWebJobsStorage__accountName"),
      ["settings.AzureWebJobsStorage__accountName"],
    ],
  ],
);

describeRefusals(
  "AppServiceWorker",
  { sku: "B1", health, access: worker },
  (facts) => planAppServiceWorker("orders", facts),
  [
    ["a plan that sleeps", { sku: "F1" }, ["sku"]],
    ["no instance", { instances: 0 }, ["instances"]],
    ["no health check", { health: {} }, ["health.path", "health.port"]],
    ["a path without a slash", { health: { path: "health", port: 80 } }, ["health.path"]],
    ["no such port", { health: { path: "/", port: 65_536 } }, ["health.port"]],
    ["a Reader", { access: reader }, ["access.role"]],
    ["a setting of the host's", ownSetting("WEBSITES_PORT"), ["settings.WEBSITES_PORT"]],
  ],
);

describeRefusals(
  "KubernetesCluster",
  { nodes: { min: 1, max: 3 } },
  (facts) => planKubernetesCluster("orders", facts),
  [
    ["no nodes", { nodes: { min: 0, max: 3 } }, ["nodes.min"]],
    ["fewer at most than at least", { nodes: { min: 3, max: 1 } }, ["nodes.max"]],
    ["no numbers", { nodes: {} }, ["nodes.min", "nodes.max"]],
    ["a name with dots", { clusterName: "my.cluster" }, ["clusterName"]],
    ["managed from somewhere", { managedFrom: ["10.0.0.1", "home"] }, ["managedFrom[1]"]],
  ],
);

describeRefusals(
  "KubernetesWorker",
  { replicas: { min: 1, max: 3 }, health, access: onKubernetes },
  (facts) => planKubernetesWorker("orders", facts),
  [
    ["0 replicas, which nothing wakes", { replicas: { min: 0, max: 3 } }, ["replicas.min"]],
    ["fewer at most than at least", { replicas: { min: 3, max: 1 } }, ["replicas.max"]],
    ["no replica counts", { replicas: {} }, ["replicas.min", "replicas.max"]],
    ["a load of 0", { replicas: { min: 1, max: 3, cpuPercent: 0 } }, ["replicas.cpuPercent"]],
    ["no health check", { health: null }, ["health.path", "health.port"]],
    ["no cores", { cores: 0 }, ["cores"]],
    ["half a mebibyte", { memoryMebibytes: 0.5 }, ["memoryMebibytes"]],
    ["capitals in the namespace", { namespace: "Orders" }, ["namespace"]],
    ["an access for other hosts", { access: worker }, ["access.signIn"]],
    ["a Reader", { access: { ...onKubernetes, role: "Reader" } }, ["access.role"]],
  ],
);

function alerts(emails: readonly string[], above: object): object {
  return { alerts: { emails, above } };
}

function watched(): object {
  return { totalActions: { actions: 1, minutes: 5 } };
}

function ownSetting(name: string): object {
  return { settings: { [name]: "mine" } };
}
