import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import { Config } from "@pulumi/pulumi";
import {
  acceptAll,
  ContainerAppWorker,
  planContainerAppWorker,
  planScheduler,
  planTaskHub,
  type ScaleChoice,
  Scheduler,
  type SchedulerChoices,
  TaskHub,
  WorkerAccess,
} from "durable-task-kit/infra";

const config = new Config();
const choices: SchedulerChoices = {
  sku: config.requireObject("sku"),
  network: config.requireObject("network"),
  retention: config.requireObject("retention"),
};
const scale = config.requireObject<ScaleChoice>("scale");
const image = config.require("image");
const taskHubName = "default";
// The container only works. If it also schedules orchestrations, make this Contributor.
const role = "Worker";

// Wrong configuration is refused here, all of it at once, before anything is created.
acceptAll(
  planScheduler("durable-tasks", choices),
  planTaskHub("durable-tasks", { taskHubName }),
  planContainerAppWorker("worker", { scale, role }),
);

const { name: resourceGroupName } = new ResourceGroup("durable-tasks");
const scheduler = new Scheduler("durable-tasks", { resourceGroupName, ...choices });
const taskHub = new TaskHub("durable-tasks", { scheduler, taskHubName });

// The worker's own identity may work in this task hub and nowhere else.
const access = new WorkerAccess("worker", { resourceGroupName, taskHub, role });
new ContainerAppWorker("worker", { resourceGroupName, access, image, scale });

export const connectionString = access.connectionString;
export const dashboardUrl = taskHub.dashboardUrl;
