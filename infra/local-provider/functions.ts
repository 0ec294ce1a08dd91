import type { ProviderSettings } from "./emulator-address.ts";
import { madeUpGuid } from "./made-up-guid.ts";
import { textOf, type Values } from "./wire-values.ts";

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

/** Answers a function of azure-native as Azure might. */
export function callFunction(token: string, inputs: Values, settings: ProviderSettings): Values {
  const found = functions[token];
  if (found !== undefined) return found(inputs, settings);
  throw new Error(
    `${token} has no answer in a local stack; leave the call out there, ` +
      'for example with "if (pulumi.getStack() !== "local")".',
  );
}
