import type { Refusal } from "../refusal.ts";

type Kind = "text" | "texts" | "number" | "switch" | "record";

/** What kind of value each argument takes; of some records, what their parts take. */
export interface Shapes {
  readonly [argument: string]: Kind | Shapes;
}

const wayOuts = {
  text: "write one text, in quotes if it looks like a number",
  texts: "write a list of texts, such as [a, b]",
  number: "write a number, without quotes",
  switch: "write true or false",
  record: "write names with values below it",
} as const;

/**
 * Refuses values of another kind than a rule could judge; configuration files are not typed. An
 * argument that is left out passes: whether it may be is for the rules to say.
 */
export function checkShapes(given: object, shapes: Shapes, prefix = ""): readonly Refusal[] {
  return Object.entries(shapes).flatMap(([name, shape]) => {
    const value: unknown = Reflect.get(given, name);
    return value === undefined ? [] : checkShape(`${prefix}${name}`, value, shape);
  });
}

function checkShape(argument: string, value: unknown, shape: Kind | Shapes): readonly Refusal[] {
  const kind = typeof shape === "string" ? shape : "record";
  if (!isOf(kind, value)) {
    const wanted = kind === "texts" ? "list of texts" : kind;
    const rule = `it must be a ${wanted}, got ${JSON.stringify(value)}`;
    return [{ argument, rule, wayOut: value === null ? "remove the empty line" : wayOuts[kind] }];
  }
  return typeof shape === "string" ? [] : checkShapes(Object(value), shape, `${argument}.`);
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "texts":
      return Array.isArray(value) && value.every((element) => typeof element === "string");
    case "number":
      return typeof value === "number";
    case "switch":
      return typeof value === "boolean";
    case "record":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}
