import type { ProviderSettings } from "./emulator-address.ts";
import type { Keeper } from "./keeper.ts";
import { resourceKind } from "./resource-kinds.ts";
import { idFor, nameInput } from "./resource-path.ts";
import { recordOf, textOf, type Values } from "./wire-values.ts";

/** Keeps resources as checked records in the stack's state, with outputs as Azure's would look. */
export function createRecords(
  token: string,
  { subscriptionId, location }: ProviderSettings,
): Keeper {
  const kind = resourceKind(token);
  const outputsOf = (id: string, inputs: Values): Values => {
    const known = recordOf(inputs);
    const named = nameInput(kind.path);
    const name = named === undefined ? "default" : textOf(known[named]);
    const made = { id, name, location: textOf(known.location ?? location), inputs: known };
    return { ...inputs, name, ...kind.outputs?.(made) };
  };
  return {
    async ready() {},
    async create(inputs) {
      const id = idFor(kind.path, { ...inputs, subscriptionId });
      return { id, outputs: outputsOf(id, inputs) };
    },
    async read(id, earlier) {
      if (earlier !== undefined) return earlier;
      throw new Error(
        `${id} cannot be imported into a local stack: only schedulers, task hubs and retention ` +
          "policies exist outside of it. Let the program create it.",
      );
    },
    async update(id, inputs) {
      return outputsOf(id, inputs);
    },
    async remove() {},
  };
}
