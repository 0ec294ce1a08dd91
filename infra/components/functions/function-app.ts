import { AppServicePlan } from "@pulumi/azure-native/web/appServicePlan.js";
import { WebApp } from "@pulumi/azure-native/web/webApp.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  type Output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import type { AppAccess } from "../access/app-access.ts";
import { appSettings, type OwnSettings } from "../app-settings.ts";
import type { WorkspaceReference } from "../logs/diagnostics.ts";
import type { Placement } from "../placement.ts";
import {
  type FunctionAppChoices,
  type FunctionAppPlan,
  planFunctionApp,
} from "./function-app-plan.ts";
import { hostSettings } from "./host-settings.ts";
import { createHostStorage, type HostStorage } from "./host-storage.ts";
import { createInsights } from "./insights.ts";

export interface FunctionAppArgs extends FunctionAppChoices, Placement {
  /** Which task hub the app uses, and as whom; most function apps schedule too: Contributor. */
  readonly access: AppAccess;
  /** Where traces go: a `LogWorkspace` component, or a workspace's id. */
  readonly logs: WorkspaceReference;
  /** A subnet delegated to `Microsoft.App/environments`, for apps that reach what is private. */
  readonly subnetId?: Input<string> | undefined;
  readonly settings?: OwnSettings;
}

/**
 * A Durable Functions app on the Flex Consumption plan, with the storage that Functions needs. No
 * key is in use anywhere: storage and traces know the app by its identity.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class FunctionApp extends ComponentResource {
  readonly appName: Output<string>;
  readonly url: Output<string>;
  /** What publishes the code, to be run in the folder with `host.json`. */
  readonly publishCommand: Output<string>;

  constructor(name: string, args: FunctionAppArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planFunctionApp(name, args));
    super("durable-task-kit:infra:FunctionApp", name, {}, options);
    const { resourceGroupName, location, tags, access, logs } = args;
    const place = { resourceGroupName, location, tags };
    const { pulumiNames } = plan;
    const { principalId, clientId } = access;
    const storage = createHostStorage(name, { ...place, pulumiNames, principalId }, this);
    const insights = createInsights(
      name,
      { ...place, pulumiName: pulumiNames.insights, logs, principalId },
      this,
    );
    const host = hostSettings({
      storageName: storage.storageName,
      clientId,
      insightsConnectionString: insights.connectionString,
    });
    const app = this.#createApp(plan, args, storage, [
      ...appSettings(access, args.settings),
      ...host,
    ]);
    this.appName = app.name;
    this.url = interpolate`https://${app.defaultHostName}`;
    this.publishCommand = interpolate`func azure functionapp publish ${app.name}`;
    this.registerOutputs({ appName: this.appName, url: this.url });
  }

  #createApp(
    plan: FunctionAppPlan,
    args: FunctionAppArgs,
    storage: HostStorage,
    settings: ReturnType<typeof appSettings>,
  ): WebApp {
    const { resourceGroupName, location, tags, access, subnetId } = args;
    const place = { resourceGroupName, location, tags };
    const flex = new AppServicePlan(
      plan.pulumiNames.plan,
      {
        ...place,
        kind: "functionapp",
        reserved: true,
        sku: { name: "FC1", tier: "FlexConsumption" },
      },
      { parent: this },
    );
    return new WebApp(
      plan.pulumiNames.app,
      {
        ...place,
        name: plan.appName,
        kind: "functionapp,linux",
        serverFarmId: flex.id,
        httpsOnly: true,
        identity: { type: "UserAssigned", userAssignedIdentities: [access.identityId] },
        functionAppConfig: {
          deployment: {
            storage: {
              type: "blobContainer",
              value: storage.packages,
              authentication: {
                type: "UserAssignedIdentity",
                userAssignedIdentityResourceId: access.identityId,
              },
            },
          },
          runtime: plan.runtime,
          scaleAndConcurrency: plan.scale,
        },
        siteConfig: { appSettings: settings, minTlsVersion: "1.2" },
        ...(subnetId && { virtualNetworkSubnetId: subnetId }),
      },
      // An app that starts before its roles are assigned finds neither its hub nor its storage.
      { parent: this, dependsOn: [access, ...storage.roles] },
    );
  }
}
