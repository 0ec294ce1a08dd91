import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import { Config } from "@pulumi/pulumi";
import {
  AppAccess,
  AppNetwork,
  acceptAll,
  ContainerAppsEnvironment,
  ContainerAppWorker,
  DeployerAccess,
  developerEnv,
  LogWorkspace,
  planContainerAppWorker,
  planScheduler,
  planTaskHub,
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
};
const scale = config.requireObject<ScaleChoice>("scale");
const source = config.requireObject<ImageSource>("image");
const taskHubName = "default";
// The container only works. If it also schedules orchestrations, make this Contributor.
const role = "Worker";

// Wrong configuration is refused here, all of it at once, before anything is created.
acceptAll(
  planScheduler("durable-tasks", choices),
  planTaskHub("durable-tasks", { taskHubName }),
  planAppImage("worker", { source }),
  planContainerAppWorker("worker", { scale, access: { role } }),
);

const { name: resourceGroupName } = new ResourceGroup("durable-tasks");
const place = { resourceGroupName };
const logs = new LogWorkspace("durable-tasks", place);
// In a network of their own, apps reach the scheduler without the internet.
const network = config.requireBoolean("ownNetwork")
  ? new AppNetwork("durable-tasks", { ...place, host: "container-apps" })
  : undefined;
const scheduler = new Scheduler("durable-tasks", {
  ...place,
  ...choices,
  diagnostics: logs,
  privateEndpoint: network && { subnetId: network.endpointsSubnetId },
});
const taskHub = new TaskHub("durable-tasks", { scheduler, taskHubName });

// The worker's own identity may work in this task hub and nowhere else.
const access = new AppAccess("worker", { ...place, taskHub, role });
const { reference: image, registry } = new AppImage("worker", { ...place, source });
const environment = new ContainerAppsEnvironment("durable-tasks", {
  ...place,
  logs,
  subnetId: network?.appsSubnetId,
});
new ContainerAppWorker("worker", { ...place, environment, access, image, registry, scale });

// Whoever deploys can open the dashboard, and start orchestrations.
new DeployerAccess("deployer", { taskHub, role: "Contributor" });

export const connectionString = access.connectionString;
export const dashboardUrl = taskHub.dashboardUrl;
/** For a worker on your own machine: `pulumi stack output env > .env` */
export const env = developerEnv(taskHub);
