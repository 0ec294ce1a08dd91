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
import type { RegistryReference } from "../image/image-registry.ts";
import { grantPull } from "../image/pull-right.ts";
import type { Placement } from "../placement.ts";
import {
  type AppServiceWorkerChoices,
  type AppServiceWorkerPlan,
  planAppServiceWorker,
  portSetting,
} from "./app-service-worker-plan.ts";

export interface AppServiceWorkerArgs extends AppServiceWorkerChoices, Placement {
  /** Which task hub the worker serves, and as whom. */
  readonly access: AppAccess;
  /** The worker's image with its tag or digest. */
  readonly image: Input<string>;
  /** Where the image is pulled from, by the access's identity; left out, from a public registry. */
  readonly registry?: RegistryReference | undefined;
  /** A subnet delegated to `Microsoft.Web/serverFarms`, for who must reach what is private. */
  readonly subnetId?: Input<string> | undefined;
  readonly settings?: OwnSettings;
}

/**
 * A worker in a Linux container on App Service, on a plan of its own. It runs all the time, in a
 * number of instances that does not follow the work; Container Apps can do that.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class AppServiceWorker extends ComponentResource {
  readonly appName: Output<string>;
  readonly url: Output<string>;

  constructor(name: string, args: AppServiceWorkerArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planAppServiceWorker(name, args));
    super("durable-task-kit:infra:AppServiceWorker", name, {}, options);
    const { resourceGroupName, location, tags, access, registry, subnetId } = args;
    const place = { resourceGroupName, location, tags };
    const pull = registry && grantPull(name, registry, access.principalId, this);
    const servicePlan = new AppServicePlan(
      plan.pulumiNames.plan,
      { ...place, kind: "linux", reserved: true, sku: plan.sku },
      { parent: this },
    );
    const app = new WebApp(
      plan.pulumiNames.app,
      {
        ...place,
        name: plan.appName,
        kind: "app,linux,container",
        serverFarmId: servicePlan.id,
        httpsOnly: true,
        identity: { type: "UserAssigned", userAssignedIdentities: [access.identityId] },
        siteConfig: siteConfigOf(plan, args),
        ...(subnetId && { virtualNetworkSubnetId: subnetId }),
      },
      // A worker that starts before its roles are assigned is refused by scheduler and registry.
      { parent: this, dependsOn: pull ? [access, pull] : [access] },
    );
    this.appName = app.name;
    this.url = interpolate`https://${app.defaultHostName}`;
    this.registerOutputs({ appName: this.appName, url: this.url });
  }
}

function siteConfigOf({ health }: AppServiceWorkerPlan, args: AppServiceWorkerArgs) {
  const { access, image, registry, settings } = args;
  return {
    linuxFxVersion: interpolate`DOCKER|${image}`,
    // Without it, a worker that nobody calls is stopped after 20 minutes.
    alwaysOn: true,
    healthCheckPath: health.path,
    ftpsState: "Disabled",
    minTlsVersion: "1.2",
    appSettings: [
      ...appSettings(access, settings),
      { name: portSetting, value: String(health.port) },
    ],
    ...(registry && {
      acrUseManagedIdentityCreds: true,
      acrUserManagedIdentityID: access.clientId,
    }),
  };
}
