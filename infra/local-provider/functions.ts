import type { ArmClient } from "./arm-client.ts";
import type { ProviderSettings } from "./emulator-address.ts";
import { madeUpGuid } from "./made-up-guid.ts";
import { resourceKind } from "./resource-kinds.ts";
import { idFor } from "./resource-path.ts";
import { recordOf, textOf, type Values } from "./wire-values.ts";

/** A function of azure-native, answered as Azure might. */
export type CallFunction = (token: string, inputs: Values) => Promise<Values>;

type AzureFunction = (inputs: Values, settings: ProviderSettings) => Values;

const functions: Readonly<Record<string, AzureFunction>> = {
  "azure-native:authorization:getClientConfig": (_, { subscriptionId }) => ({
    clientId: madeUpGuid("deployer", "client"),
    objectId: madeUpGuid("deployer"),
    subscriptionId,
    tenantId: madeUpGuid("tenant"),
  }),
  "azure-native:operationalinsights:getSharedKeys": ({ workspaceName }) => ({
    primarySharedKey: madeUpGuid(textOf(workspaceName), "primary"),
    secondarySharedKey: madeUpGuid(textOf(workspaceName), "secondary"),
  }),
};

export function createFunctions(client: ArmClient, settings: ProviderSettings): CallFunction {
  return async (token, inputs) => {
    const path = emulatedPath(token);
    if (path !== undefined) return existing(client, path, inputs, settings);
    const found = functions[token];
    if (found !== undefined) return found(inputs, settings);
    throw new Error(
      `${token} has no answer in a local stack; leave the call out there, ` +
        'for example with "if (pulumi.getStack() !== "local")".',
    );
  };
}

/** Where the emulator has what a function such as `durabletask:getScheduler` looks up. */
function emulatedPath(token: string): string | undefined {
  const { path, isEmulated } = resourceKind(token.replace(/:get(?=[A-Z]\w*$)/, ":"));
  return isEmulated ? path : undefined;
}

async function existing(
  client: ArmClient,
  path: string,
  inputs: Values,
  { subscriptionId }: ProviderSettings,
): Promise<Values> {
  const id = idFor(path, { ...recordOf(inputs), subscriptionId });
  const found = await client.get(id);
  if (found !== undefined) return found;
  throw new Error(`There is no ${id} in the emulator; deploy the stack that makes it first.`);
}
