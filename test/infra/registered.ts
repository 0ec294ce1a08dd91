import { runtime } from "@pulumi/pulumi";
import { resourceKind } from "./stand-ins/azure-native/resource-kinds.ts";

type Inputs = Readonly<Record<string, unknown>>;

/**
 * What `make` registers with Pulumi, without an engine: the inputs of each azure-native resource
 * by its type's last word and its Pulumi name, such as `Scheduler orders-scheduler`.
 */
export async function registered(make: () => unknown): Promise<Readonly<Record<string, Inputs>>> {
  const resources: Record<string, Inputs> = {};
  await runtime.setMocks({
    call: ({ inputs }) => inputs,
    newResource: ({ type, name, inputs, custom }) => {
      if (custom !== true) return { id: "", state: inputs };
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
