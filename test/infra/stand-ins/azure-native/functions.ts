import { durableTaskKinds } from "./durable-task-kinds.ts";
import type { ResourceInputs } from "./resource-kind.ts";

const kubeconfig = "clusters:\n- cluster:\n    certificate-authority-data: Q0E=\n";

const functions: Readonly<Record<string, (inputs: ResourceInputs) => ResourceInputs>> = {
  // As if signed in with the Azure CLI.
  "azure-native:authorization:getClientConfig": () => ({
    clientId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    objectId: "55555555-5555-4555-8555-555555555555",
    subscriptionId: "00000000-0000-0000-0000-000000000000",
    tenantId: "33333333-3333-4333-8333-333333333333",
  }),
  "azure-native:authorization:getClientToken": () => ({ token: "a token" }),
  "azure-native:containerservice:listManagedClusterUserCredentials": () => ({
    kubeconfigs: [{ name: "user", value: Buffer.from(kubeconfig).toString("base64") }],
  }),
  "azure-native:durabletask:getScheduler": (inputs) => {
    const { schedulerName } = inputs;
    const id = durableTaskKinds["azure-native:durabletask:Scheduler"]?.id;
    return {
      id: id?.(String(schedulerName), inputs),
      name: schedulerName,
      properties: { endpoint: `https://${schedulerName}-abc123.westeurope.durabletask.io` },
    };
  },
};

/** What azure-native's function of this name answers. */
export function callFunction(token: string, inputs: ResourceInputs): ResourceInputs {
  const found = functions[token];
  if (found === undefined) throw new Error(`the stand-in does not know ${token}`);
  return found(inputs);
}
