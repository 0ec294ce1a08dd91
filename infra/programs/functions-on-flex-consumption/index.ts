import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import { Config } from "@pulumi/pulumi";
import {
  AppAccess,
  AppNetwork,
  acceptAll,
  DeletionLock,
  DeployerAccess,
  developerEnv,
  FunctionApp,
  type FunctionAppChoices,
  LogWorkspace,
  planDeployerAccess,
  planFunctionApp,
  planScheduler,
  planTaskHub,
  type RoleName,
  Scheduler,
  type SchedulerChoices,
  TaskHub,
} from "durable-task-kit/infra";

const config = new Config();
const choices: SchedulerChoices = {
  sku: config.requireObject("sku"),
  network: config.requireObject("network"),
  retention: config.requireObject("retention"),
  alerts: config.getObject("alerts"),
};
const taskHubName = config.require("taskHub");
const deployer = { role: config.require<RoleName>("deployerRole") };
const app = config.requireObject<FunctionAppChoices>("app");
// Functions that only work, and start nothing, can have the role Worker.
const functions = { role: "Contributor" } as const;

// Wrong configuration is refused here, all of it at once, before anything is created.
acceptAll(
  planScheduler("orders", choices),
  planTaskHub("orders", { taskHubName }),
  planDeployerAccess("deployer", deployer),
  planFunctionApp("orders-functions", { ...app, access: functions }),
);

const { name: resourceGroupName } = new ResourceGroup("orders");
const place = { resourceGroupName };
const logs = new LogWorkspace("orders", place);
// In a network of their own, apps reach the scheduler without the internet.
const network = config.requireBoolean("ownNetwork")
  ? new AppNetwork("orders", { ...place, host: "functions" })
  : undefined;
const subnetId = network?.appsSubnetId;
const scheduler = new Scheduler("orders", {
  ...place,
  ...choices,
  diagnostics: logs,
  privateEndpoint: network && { subnetId: network.endpointsSubnetId },
});
const hub = new TaskHub("orders", { scheduler, taskHubName });

// The app's own identity may use this task hub, and the storage that Functions needs.
const access = new AppAccess("orders-functions", { ...place, taskHub: hub, ...functions });
const { url, publishCommand } = new FunctionApp("orders-functions", {
  ...place,
  ...app,
  access,
  logs,
  subnetId,
});

// Whoever deploys can open the dashboard, and run a worker on their own machine.
const people = new DeployerAccess("deployer", { taskHub: hub, ...deployer });
if (config.requireBoolean("lock")) {
  new DeletionLock("orders", { scheduler }, { dependsOn: [scheduler, hub, access, people] });
}

export const endpoint = scheduler.endpoint;
export const taskHub = hub.taskHubName;
export const dashboardUrl = hub.dashboardUrl;
export const connectionString = access.connectionString;
export { publishCommand, url };
/** For an app on your own machine: `pulumi stack output env > .env` */
export const env = developerEnv(hub);
