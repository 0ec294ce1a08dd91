import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig.js";
import type { Output, Resource } from "@pulumi/pulumi";
import { publicClients } from "../../azure/public-clients.ts";
import type { PrincipalType } from "./assign-role.ts";

export interface Deployer {
  readonly principalId: Output<string>;
  readonly principalType: Output<PrincipalType>;
}

/** Who runs this deployment: a person who has signed in, or a pipeline. */
export function currentDeployer(parent: Resource): Deployer {
  const { clientId, objectId } = getClientConfigOutput({ parent });
  return { principalId: objectId, principalType: clientId.apply(principalTypeOf) };
}

function principalTypeOf(clientId: string): PrincipalType {
  return publicClients.has(clientId.toLowerCase()) ? "User" : "ServicePrincipal";
}
