/**
 * Pulumi components that put a Durable Task Scheduler, its task hubs and its apps into Azure.
 * Needs `@pulumi/pulumi` and `@pulumi/azure-native` beside this package.
 */
export { acceptAll } from "./accepted.ts";
export type { AppServiceSku } from "./azure/app-service-skus.ts";
export {
  type Authentication,
  type Connection,
  connectionString,
} from "./azure/connection-string.ts";
export { envFile } from "./azure/env-file.ts";
export type { FunctionRuntime, InstanceMemory } from "./azure/flex-consumption.ts";
export type { RoleName } from "./azure/roles.ts";
export type { SchedulerMetric } from "./azure/scheduler-metrics.ts";
export { settingsFor } from "./azure/settings.ts";
export type { NetworkedHost } from "./azure/subnet-delegations.ts";
export type { WorkItemType } from "./azure/work-item-types.ts";
export { AppAccess, type AppAccessArgs } from "./components/access/app-access.ts";
export {
  type AppAccessChoices,
  type AppAccessFacts,
  type AppAccessPlan,
  planAppAccess,
  type SignIn,
} from "./components/access/app-access-plan.ts";
export type { PrincipalType } from "./components/access/assign-role.ts";
export { DeployerAccess, type DeployerAccessArgs } from "./components/access/deployer-access.ts";
export {
  type DeployerAccessFacts,
  type DeployerAccessPlan,
  planDeployerAccess,
} from "./components/access/deployer-access-plan.ts";
export {
  AppServiceWorker,
  type AppServiceWorkerArgs,
} from "./components/app-service/app-service-worker.ts";
export {
  type AppServiceWorkerChoices,
  type AppServiceWorkerFacts,
  type AppServiceWorkerPlan,
  planAppServiceWorker,
} from "./components/app-service/app-service-worker-plan.ts";
export type { OwnSettings } from "./components/app-settings.ts";
export {
  ContainerAppWorker,
  type ContainerAppWorkerArgs,
} from "./components/container-apps/container-app-worker.ts";
export {
  type ContainerAppWorkerChoices,
  type ContainerAppWorkerFacts,
  type ContainerAppWorkerPlan,
  planContainerAppWorker,
} from "./components/container-apps/container-app-worker-plan.ts";
export {
  ContainerAppsEnvironment,
  type ContainerAppsEnvironmentArgs,
  type ContainerAppsEnvironmentReference,
} from "./components/container-apps/container-apps-environment.ts";
export {
  type ContainerAppsEnvironmentChoices,
  type ContainerAppsEnvironmentFacts,
  type ContainerAppsEnvironmentPlan,
  planContainerAppsEnvironment,
} from "./components/container-apps/container-apps-environment-plan.ts";
export type { ScaleChoice, ScaleRule } from "./components/container-apps/scale-choice.ts";
export { FunctionApp, type FunctionAppArgs } from "./components/functions/function-app.ts";
export {
  type FunctionAppChoices,
  type FunctionAppFacts,
  type FunctionAppPlan,
  planFunctionApp,
} from "./components/functions/function-app-plan.ts";
export type { HealthCheck } from "./components/health-choice.ts";
export {
  ImageRegistry,
  type ImageRegistryArgs,
  type RegistryReference,
} from "./components/image/image-registry.ts";
export {
  type ImageRegistryChoices,
  type ImageRegistryPlan,
  planImageRegistry,
  type RegistrySku,
} from "./components/image/image-registry-plan.ts";
export type { WorkspaceReference } from "./components/logs/diagnostics.ts";
export { LogWorkspace, type LogWorkspaceArgs } from "./components/logs/log-workspace.ts";
export {
  type LogWorkspaceChoices,
  type LogWorkspacePlan,
  planLogWorkspace,
} from "./components/logs/log-workspace-plan.ts";
export { AppNetwork, type AppNetworkArgs } from "./components/network/app-network.ts";
export {
  type AppNetworkChoices,
  type AppNetworkPlan,
  planAppNetwork,
} from "./components/network/app-network-plan.ts";
export type { Placement } from "./components/placement.ts";
export type { AlertsChoice, AlertThreshold } from "./components/scheduler/alerts-choice.ts";
export { DeletionLock, type DeletionLockArgs } from "./components/scheduler/deletion-lock.ts";
export {
  type ExistingScheduler,
  type ExistingSchedulerArgs,
  existingScheduler,
} from "./components/scheduler/existing-scheduler.ts";
export type { NetworkChoice } from "./components/scheduler/network-choice.ts";
export type { PrivateEndpointArgs } from "./components/scheduler/private-endpoint.ts";
export type { RetentionChoice } from "./components/scheduler/retention-choice.ts";
export {
  Scheduler,
  type SchedulerArgs,
  type SchedulerReference,
} from "./components/scheduler/scheduler.ts";
export {
  planScheduler,
  type SchedulerChoices,
  type SchedulerFacts,
  type SchedulerPlan,
} from "./components/scheduler/scheduler-plan.ts";
export type { SkuChoice } from "./components/scheduler/sku-choice.ts";
export { developerEnv } from "./components/task-hub/developer-env.ts";
export {
  TaskHub,
  type TaskHubArgs,
  type TaskHubReference,
} from "./components/task-hub/task-hub.ts";
export {
  planTaskHub,
  type TaskHubChoices,
  type TaskHubPlan,
} from "./components/task-hub/task-hub-plan.ts";
export type { Planned, Refusal } from "./refusal.ts";
