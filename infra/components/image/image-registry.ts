import { Registry } from "@pulumi/azure-native/containerregistry/registry.js";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import { accepted } from "../../accepted.ts";
import type { Placement } from "../placement.ts";
import { type ImageRegistryChoices, planImageRegistry } from "./image-registry-plan.ts";

export interface ImageRegistryArgs extends ImageRegistryChoices, Placement {}

/** What a host needs to know to pull from a registry, which another program may have made. */
export interface RegistryReference {
  /** The full Azure resource id: the scope of the pulling role. */
  readonly registryId: Input<string>;
  /** The host name in image references. */
  readonly loginServer: Input<string>;
}

/**
 * A container registry without a password: hosts pull by their identities, whoever deploys pushes
 * by their own.
 * @throws RunError naming every refused argument, before anything is registered.
 */
export class ImageRegistry extends ComponentResource implements RegistryReference {
  readonly registryId: Output<string>;
  readonly loginServer: Output<string>;

  constructor(name: string, args: ImageRegistryArgs, options?: ComponentResourceOptions) {
    const plan = accepted(planImageRegistry(name, args));
    super("durable-task-kit:infra:ImageRegistry", name, {}, options);
    const { resourceGroupName, location, tags } = args;
    const registry = new Registry(
      plan.pulumiName,
      {
        resourceGroupName,
        location,
        tags,
        registryName: plan.registryName,
        sku: { name: plan.sku },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
      },
      { parent: this },
    );
    this.registryId = registry.id;
    this.loginServer = registry.loginServer;
    this.registerOutputs({ loginServer: this.loginServer });
  }
}
