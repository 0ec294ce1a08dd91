import type { Input, Resource } from "@pulumi/pulumi";
import { companionRoles } from "../../azure/roles.ts";
import { assignRole } from "../access/assign-role.ts";
import type { RegistryReference } from "./image-registry.ts";

/** Lets an identity pull from a registry. The host must not start before. */
export function grantPull(
  name: string,
  { registryId }: RegistryReference,
  principalId: Input<string>,
  parent: Resource,
): Resource {
  return assignRole(
    `${name}-pull`,
    {
      scope: registryId,
      principalId,
      principalType: "ServicePrincipal",
      role: companionRoles.AcrPull,
    },
    { parent },
  );
}
