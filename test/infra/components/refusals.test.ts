import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planAppImage } from "../../../infra/images.ts";
import {
  type Planned,
  planAppAccess,
  planAppNetwork,
  planAppServiceWorker,
  planContainerAppsEnvironment,
  planContainerAppWorker,
  planDeployerAccess,
  planFunctionApp,
  planImageRegistry,
  planLogWorkspace,
  planScheduler,
  planTaskHub,
} from "../../../infra/index.ts";
import { planKubernetesCluster, planKubernetesWorker } from "../../../infra/kubernetes.ts";
import { refusedArguments } from "../refused-arguments.ts";
import { subnetId } from "./sample-access.ts";

type Case = readonly [title: string, change: object, refused: readonly string[]];

/** What YAML can hold, among it objects with the names that the choices have. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(null, "", "7", -1, 0.5, 3, true, "private", "allow-list", "Dedicated"),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(
      fc.constantFrom(
        ...["name", "capacity", "access", "addresses", "emails", "above", "totalActions"],
        ...["actions", "minutes", "rules", "Activity", "replicasMin", "path", "port", "min", "max"],
        ...["role", "signIn", "taskHubId", "workspaceId", "registryId", "subnetId", "context"],
      ),
      tie("value"),
      { noNullPrototype: true },
    ),
  ),
})).value;

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

    test("whatever a configuration file says is accepted or refused, and never breaks", () => {
      // What the program itself hands over is typed: an access is never a file's.
      const given = [accepted, ...cases.map(([, change]) => change)].flatMap(Object.keys);
      const names = new Set(given.filter((name) => name !== "access"));
      const changes = fc.dictionary(fc.constantFrom(...names, "none"), anything, {
        maxKeys: 3,
        noNullPrototype: true,
      });
      fc.assert(
        fc.property(changes, (change) => {
          const facts = { ...structuredClone(accepted), ...change };
          expect(plan(facts as never)).toHaveProperty("ok");
        }),
      );
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
    ["alerts to one text", alerts("a@example.com", watched()), ["alerts.emails"]],
    ["an empty line", { alerts: null, retention: null }, ["retention", "alerts"]],
    [
      "one address as a text",
      { network: { access: "allow-list", addresses: "1.2.3.4" } },
      ["network.addresses"],
    ],
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

describeRefusals("AppAccess", worker, (facts) => planAppAccess("orders", facts), [
  ["a role above the hub", { taskHub: { taskHubId: "/subscriptions/1" } }, ["taskHub.taskHubId"]],
  ["an identity with spaces", { identityName: "my identity" }, ["identityName"]],
  ["no sign-in that there is", { signIn: "password" }, ["signIn"]],
]);

describeRefusals("TaskHub", {}, (facts) => planTaskHub("orders", facts), [
  ["a name with underscores", { taskHubName: "my_hub" }, ["taskHubName"]],
]);

describeRefusals("AppNetwork", { host: "functions" }, (facts) => planAppNetwork("orders", facts), [
  ["an unknown host", { host: "laptop" }, ["host"]],
  ["a range too small", { addressSpace: "10.0.0.0/28" }, ["addressSpace"]],
]);

describeRefusals(
  "AppImage",
  { source: { reference: "a/b:1" } },
  (facts) => planAppImage("orders", facts),
  [
    ["neither of two sources", { source: {} }, ["source"]],
    ["both of them", { source: { reference: "a/b:1", context: "." } }, ["source.reference"]],
    [
      "a registry by name",
      { source: { context: "." }, registry: { registryId: "r" } },
      ["registry.registryId"],
    ],
  ],
);

describeRefusals(
  "ContainerAppWorker",
  { scale: { replicasMin: 1, replicasMax: 2 }, access: worker },
  (facts) => planContainerAppWorker("orders", facts),
  [
    [
      "0 replicas that nothing wakes",
      { scale: { replicasMin: 0, replicasMax: 1 } },
      ["scale.replicasMin"],
    ],
    ["a Reader", { access: reader }, ["access.role"]],
    ["a third of a core", { cores: 0.3 }, ["cores"]],
  ],
);

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
    ["no runtime", { runtime: {} }, ["runtime.name", "runtime.version"]],
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
    ["no health check", { health: {} }, ["health.path", "health.port"]],
    ["no cores", { cores: 0 }, ["cores"]],
    ["half a mebibyte", { memoryMebibytes: 0.5 }, ["memoryMebibytes"]],
    ["capitals in the namespace", { namespace: "Orders" }, ["namespace"]],
    ["an access for other hosts", { access: worker }, ["access.signIn"]],
    ["a Reader", { access: { ...onKubernetes, role: "Reader" } }, ["access.role"]],
  ],
);

function alerts(emails: unknown, above: object): object {
  return { alerts: { emails, above } };
}

function watched(): object {
  return { totalActions: { actions: 1, minutes: 5 } };
}

function ownSetting(name: string): object {
  return { settings: { [name]: "mine" } };
}
