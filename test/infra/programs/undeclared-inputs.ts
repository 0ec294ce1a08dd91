import type {
  DeclaredFields,
  DeclaredInputs,
} from "../../../infra/local-provider/declared-inputs.ts";
import { isRecord, type Values } from "../../../infra/local-provider/wire-values.ts";

/**
 * The paths of inputs that azure-native's types do not have. TypeScript lets them pass where an
 * object is put together by spreading, and Azure may ignore them in silence.
 */
export function undeclaredInputs(
  declared: DeclaredInputs,
  fields: DeclaredFields,
  inputs: Values,
  prefix = "",
): readonly string[] {
  return Object.entries(inputs).flatMap(([name, value]) => {
    // Pulumi's own notes begin so.
    if (name.startsWith("__")) return [];
    const field = fields.get(name);
    const path = `${prefix}${name}`;
    if (field === undefined) return [path];
    const { type } = field;
    if (type === undefined) return [];
    const parts = Array.isArray(value) ? value : [value];
    return parts
      .filter(isRecord)
      .flatMap((part) => undeclaredInputs(declared, declared.ofType(type), part, `${path}.`));
  });
}
