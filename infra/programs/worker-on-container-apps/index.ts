import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import { Config } from "@pulumi/pulumi";
import {
  AppAccess,
  AppNetwork,
  acceptAll,
  ContainerAppsEnvironment,
  ContainerAppWorker,
  DeletionLock,
  DeployerAccess,
  developerEnv,
  LogWorkspace,
  planContainerAppWorker,
  planDeployerAccess,
  planScheduler,
  planTaskHub,
  type RoleName,
  type ScaleChoice,
  Scheduler,
  type SchedulerChoices,
  TaskHub,
} from "durable-task-kit/infra";
import { AppImage, type ImageSource, planAppImage } from "durable-task-kit/infra/images";

const config = new Config();
const choices: SchedulerChoices = {
  sku: config.requireObject("sku"),
  network: config.requireObject("network"),
  retention: config.requireObject("retention"),
  alerts: config.getObject("alerts"),
};
const taskHubName = config.require("taskHub");
const deployer = { role: config.require<RoleName>("deployerRole") };
const source = config.requireObject<ImageSource>("image");
const scale = config.requireObject<ScaleChoice>("scale");
// A container that also schedules orchestrations needs the role Contributor.
const worker = { role: "Worker" } as const;

// Wrong configuration is refused here, all of it at once, before anything is created.
acceptAll(
  planScheduler("orders", choices),
  planTaskHub("orders", { taskHubName }),
  planDeployerAccess("deployer", deployer),
  planAppImage("orders-worker", { source }),
  planContainerAppWorker("orders-worker", { scale, access: worker }),
);

const { name: resourceGroupName } = new ResourceGroup("orders");
const place = { resourceGroupName };
const logs = new LogWorkspace("orders", place);
// In a network of their own, apps reach the scheduler without the internet.
const network = config.requireBoolean("ownNetwork")
  ? new AppNetwork("orders", { ...place, host: "container-apps" })
  : undefined;
const subnetId = network?.appsSubnetId;
const scheduler = new Scheduler("orders", {
  ...place,
  ...choices,
  diagnostics: logs,
  privateEndpoint: network && { subnetId: network.endpointsSubnetId },
});
const hub = new TaskHub("orders", { scheduler, taskHubName });

// The worker's own identity may work in this task hub and nowhere else.
const access = new AppAccess("orders-worker", { ...place, taskHub: hub, ...worker });
const { reference: image, registry } = new AppImage("orders-worker", { ...place, source });
const environment = new ContainerAppsEnvironment("orders", { ...place, logs, subnetId });
const app = { ...place, environment, access, image, registry, scale };
new ContainerAppWorker("orders-worker", app);

// Whoever deploys can open the dashboard, and run a worker on their own machine.
const people = new DeployerAccess("deployer", { taskHub: hub, ...deployer });
if (config.requireBoolean("lock")) {
  new DeletionLock("orders", { scheduler }, { dependsOn: [scheduler, hub, access, people] });
}

export const endpoint = scheduler.endpoint;
export const taskHub = hub.taskHubName;
export const dashboardUrl = hub.dashboardUrl;
export const connectionString = access.connectionString;
/** For an app on your own machine: `pulumi stack output env > .env` */
export const env = developerEnv(hub);
