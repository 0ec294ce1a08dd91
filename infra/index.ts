/**
 * Pulumi components that put a Durable Task Scheduler, its task hubs and its workers into Azure.
 * Needs `@pulumi/pulumi` and `@pulumi/azure-native` beside this package.
 */
export { acceptAll } from "./accepted.ts";
export { type Connection, connectionString } from "./azure/connection-string.ts";
export type { RoleName } from "./azure/roles.ts";
export { settingsFor } from "./azure/settings.ts";
export type { WorkItemType } from "./azure/work-item-types.ts";
export {
  ContainerAppWorker,
  type ContainerAppWorkerArgs,
} from "./components/container-app-worker.ts";
export {
  type ContainerAppWorkerChoices,
  type ContainerAppWorkerPlan,
  planContainerAppWorker,
} from "./components/container-app-worker-plan.ts";
export type { NetworkChoice } from "./components/network-choice.ts";
export type { RetentionChoice } from "./components/retention-choice.ts";
export type { ScaleChoice, ScaleRule } from "./components/scale-choice.ts";
export { Scheduler, type SchedulerArgs, type SchedulerReference } from "./components/scheduler.ts";
export {
  planScheduler,
  type SchedulerChoices,
  type SchedulerPlan,
} from "./components/scheduler-plan.ts";
export type { SkuChoice } from "./components/sku-choice.ts";
export { TaskHub, type TaskHubArgs, type TaskHubReference } from "./components/task-hub.ts";
export { planTaskHub, type TaskHubChoices, type TaskHubPlan } from "./components/task-hub-plan.ts";
export { WorkerAccess, type WorkerAccessArgs } from "./components/worker-access.ts";
export {
  planWorkerAccess,
  type WorkerAccessChoices,
  type WorkerAccessPlan,
} from "./components/worker-access-plan.ts";
export type { Planned, Refusal } from "./refusal.ts";
