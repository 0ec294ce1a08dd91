import { runtime } from "@pulumi/pulumi";
import { callFunction } from "./stand-ins/azure-native/functions.ts";
import { resourceKind } from "./stand-ins/azure-native/resource-kinds.ts";

type Inputs = Readonly<Record<string, unknown>>;

/**
 * What `make` registers with Pulumi, without an engine: the inputs of each resource
 * by its type's last word and its Pulumi name, such as `Scheduler orders-scheduler`.
 */
export async function registered(make: () => unknown): Promise<Readonly<Record<string, Inputs>>> {
  const resources: Record<string, Inputs> = {};
  await runtime.setMocks({
    call: ({ token, inputs }) => callFunction(token, inputs),
    newResource: ({ type, name, inputs, custom }) => {
      if (custom !== true || type.startsWith("pulumi:")) return { id: name, state: inputs };
      resources[`${type.split(":").at(-1)} ${name}`] = inputs;
      return createdAs(type, name, inputs);
    },
  });
  make();
  await runtime.disconnect();
  return resources;
}

function createdAs(type: string, pulumiName: string, given: Inputs) {
  const kind = resourceKind(type);
  const inputs = { location: "westeurope", ...given };
  const name = String((kind.nameInput && given[kind.nameInput]) ?? pulumiName);
  const id = kind.id(name, inputs);
  return { id, state: { ...inputs, name, ...kind.outputs({ id, name, inputs }) } };
}
