import { isDeepStrictEqual } from "node:util";
import type { DeclaredFields, DeclaredInputs } from "./declared-inputs.ts";
import { isRecord, type Values } from "./wire-values.ts";

/** What is known of a resource from the last time it was made, updated or read. */
export interface Earlier {
  readonly inputs: Values;
  readonly outputs: Values;
}

/**
 * The inputs that a resource which was read would have been made with. What has not changed since
 * keeps the input it had, so that what the service adds by itself is no difference to the program;
 * without an earlier time every value that can be an input is one.
 */
export function inputsRead(
  declared: DeclaredInputs,
  fields: DeclaredFields,
  { inputs, outputs }: Earlier,
  read: Values,
): Values {
  const names = [...fields.keys()].filter((name) => name in inputs || name in read);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = isDeepStrictEqual(outputs[name], read[name])
        ? inputs[name]
        : changedInput(declared, fields.get(name)?.type, inputs[name], outputs[name], read[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function changedInput(
  declared: DeclaredInputs,
  type: string | undefined,
  input: unknown,
  before: unknown,
  now: unknown,
): unknown {
  if (type === undefined) return now;
  const fields = declared.ofType(type);
  // Elements of a list have no names by which the earlier ones could be found.
  const nothing = { inputs: {}, outputs: {} };
  if (Array.isArray(now)) {
    return now.map((element) =>
      isRecord(element) ? inputsRead(declared, fields, nothing, element) : element,
    );
  }
  if (!isRecord(now)) return now;
  const earlier = {
    inputs: isRecord(input) ? input : {},
    outputs: isRecord(before) ? before : {},
  };
  return inputsRead(declared, fields, earlier, now);
}
