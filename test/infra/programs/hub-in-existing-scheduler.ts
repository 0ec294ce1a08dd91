/** A program whose task hub is in a scheduler that another one made. */
import { Config } from "@pulumi/pulumi";
import { AppAccess, developerEnv, existingScheduler, TaskHub } from "durable-task-kit/infra";

const config = new Config();
const scheduler = existingScheduler({
  resourceGroupName: config.require("resourceGroup"),
  schedulerName: config.require("scheduler"),
});
const hub = new TaskHub("orders", { scheduler, taskHubName: "of-a-second-stack" });
const { resourceGroupName } = scheduler;
const access = new AppAccess("worker", { resourceGroupName, taskHub: hub, role: "Worker" });

export const connectionString = access.connectionString;
export const env = developerEnv(hub);
