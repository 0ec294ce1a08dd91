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
const taskHubName = config.require("taskHub");
const image = config.require("image");
const scale = config.requireObject<ScaleChoice>("scale");
const role = "Worker";

// Wrong configuration is refused here, all of it at once, before anything is created.
acceptAll(
  planScheduler("orders", choices),
  planTaskHub("orders", { taskHubName }),
  planContainerAppWorker("orders-worker", { scale, role }),
);

const { name: resourceGroupName } = new ResourceGroup("orders");
const scheduler = new Scheduler("orders", { resourceGroupName, ...choices });
const hub = new TaskHub("orders", { scheduler, taskHubName });

// The worker's own identity may work in this task hub and nowhere else.
const access = new WorkerAccess("orders-worker", { resourceGroupName, taskHub: hub, role });
new ContainerAppWorker("orders-worker", { resourceGroupName, access, image, scale });

export const endpoint = scheduler.endpoint;
export const taskHub = hub.taskHubName;
export const connectionString = access.connectionString;
export const dashboardUrl = hub.dashboardUrl;
