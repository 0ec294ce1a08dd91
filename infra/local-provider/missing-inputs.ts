import type { DeclaredFields, DeclaredInputs } from "./declared-inputs.ts";
import { isRecord, isUnknown, plain, type Values } from "./wire-values.ts";

/** The paths, such as `template.containers[0].image`, of required inputs that are left out. */
export function missingInputs(
  declared: DeclaredInputs,
  fields: DeclaredFields,
  inputs: Values,
): readonly string[] {
  return missingIn(declared, fields, inputs, "");
}

function missingIn(
  declared: DeclaredInputs,
  fields: DeclaredFields,
  values: Values,
  prefix: string,
): readonly string[] {
  return [...fields].flatMap(([name, { required, type }]) => {
    const value = plain(values[name]) ?? undefined;
    if (value === undefined) return required ? [`${prefix}${name}`] : [];
    if (type === undefined || isUnknown(value)) return [];
    return partsOf(value, `${prefix}${name}`).flatMap(({ path, part }) =>
      missingIn(declared, declared.ofType(type), part, `${path}.`),
    );
  });
}

interface Part {
  readonly path: string;
  readonly part: Values;
}

function partsOf(value: unknown, path: string): readonly Part[] {
  const found = Array.isArray(value)
    ? value.map((element, index) => ({ path: `${path}[${index}]`, part: plain(element) }))
    : [{ path, part: value }];
  return found.flatMap(({ path, part }) => (isRecord(part) ? [{ path, part }] : []));
}
