import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  interpolate,
  type Output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import type { Placement } from "../placement.ts";
import { type AppNetworkChoices, planAppNetwork } from "./app-network-plan.ts";

export interface AppNetworkArgs extends AppNetworkChoices, Placement {}

/**
 * A virtual network in which apps reach their scheduler without the internet: one subnet for the
 * apps, one for private endpoints.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class AppNetwork extends ComponentResource {
  /** Where apps run: the `subnetId` of their host. */
  readonly appsSubnetId: Output<string>;
  /** Where private endpoints are: the `privateEndpoint.subnetId` of a scheduler. */
  readonly endpointsSubnetId: Output<string>;

  constructor(name: string, args: AppNetworkArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planAppNetwork(name, args));
    super("durable-task-kit:infra:AppNetwork", name, {}, options);
    const { resourceGroupName, location, tags } = args;
    const { delegation } = plan;
    const network = new VirtualNetwork(
      plan.pulumiName,
      {
        resourceGroupName,
        location,
        tags,
        addressSpace: { addressPrefixes: [plan.addressSpace] },
        subnets: [
          {
            name: "apps",
            addressPrefix: plan.subnets.apps,
            ...(delegation && { delegations: [{ name: "host", serviceName: delegation }] }),
          },
          { name: "endpoints", addressPrefix: plan.subnets.endpoints },
        ],
      },
      { parent: this },
    );
    this.appsSubnetId = interpolate`${network.id}/subnets/apps`;
    this.endpointsSubnetId = interpolate`${network.id}/subnets/endpoints`;
    this.registerOutputs({
      appsSubnetId: this.appsSubnetId,
      endpointsSubnetId: this.endpointsSubnetId,
    });
  }
}
