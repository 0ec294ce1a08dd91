import type { ArmClient } from "./arm-client.ts";
import type { DeclaredInputs } from "./declared-inputs.ts";
import type { ProviderSettings } from "./emulator-address.ts";
import { inputsRead } from "./inputs-read.ts";
import type { Keeper } from "./keeper.ts";
import { resourceKind } from "./resource-kinds.ts";
import { idFor, inputsFrom, inputsInPath, nameInput } from "./resource-path.ts";
import { recordOf, type Values } from "./wire-values.ts";

export interface EmulatedPorts {
  readonly client: ArmClient;
  readonly declared: DeclaredInputs;
  readonly settings: ProviderSettings;
}

/** Keeps resources in the emulator, through its management plane. */
export function createEmulated(token: string, ports: EmulatedPorts): Keeper {
  const { client, declared, settings } = ports;
  const { path } = resourceKind(token);
  const inPath = new Set(inputsInPath(path));
  const bodyOf = (inputs: Values) =>
    Object.fromEntries(Object.entries(recordOf(inputs)).filter(([name]) => !inPath.has(name)));
  return {
    ready: client.ready,
    async create(inputs) {
      const id = idFor(path, { ...inputs, subscriptionId: settings.subscriptionId });
      await refuseExisting(client, token, path, id);
      return { id, outputs: outputsOf(await client.put(id, bodyOf(inputs))) };
    },
    async read(id, earlier = { inputs: {}, outputs: {} }) {
      const found = await client.get(id);
      if (found === undefined) return undefined;
      const { subscriptionId: _, ...named } = inputsFrom(path, id) ?? {};
      const outputs = outputsOf(found);
      const fields = declared.ofKind(token) ?? new Map();
      return { inputs: { ...named, ...inputsRead(declared, fields, earlier, outputs) }, outputs };
    },
    async update(id, inputs) {
      return outputsOf(await client.put(id, bodyOf(inputs)));
    },
    remove: client.remove,
  };
}

/** A resource that is there already is somebody's; one that always is there is nobody's. */
async function refuseExisting(
  client: ArmClient,
  token: string,
  path: string,
  id: string,
): Promise<void> {
  if (nameInput(path) === undefined || (await client.get(id)) === undefined) return;
  throw new Error(
    `${id} exists already, made by someone else. Take it over with ` +
      `"pulumi import ${token} <name> ${id}", or choose another name.`,
  );
}

function outputsOf({ id: _, ...resource }: Values): Values {
  return resource;
}
