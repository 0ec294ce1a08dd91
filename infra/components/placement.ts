import type { Input } from "@pulumi/pulumi";

/** Where the resources of a component are. */
export interface Placement {
  readonly resourceGroupName: Input<string>;
  /** The region; left out, the provider's default or the resource group's. */
  readonly location?: Input<string> | undefined;
  readonly tags?: Readonly<Record<string, Input<string>>> | undefined;
}
