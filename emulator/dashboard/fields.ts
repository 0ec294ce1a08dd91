import type { Tags } from "../core/history-event.ts";
import { isRecord } from "../rest/json-record.ts";

interface Kinds {
  readonly text: string;
  readonly number: number;
  readonly flag: boolean;
  readonly tags: Tags;
}

type Shape = Readonly<Record<string, keyof Kinds>>;
type Fields<Of extends Shape> = { readonly [Name in keyof Of]?: Kinds[Of[Name]] };

const isOfKind: { readonly [Kind in keyof Kinds]: (value: unknown) => boolean } = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  flag: (value) => typeof value === "boolean",
  tags: (value) => isRecord(value) && Object.values(value).every(isOfKind.text),
};

/**
 * The fields of a request's JSON body, each of its kind or absent (null counts as absent). Answers
 * the text of what is wrong otherwise; an unknown field is, so that a misspelt one is noticed.
 */
export function fieldsOf<Of extends Shape>(body: unknown, shape: Of): Fields<Of> | string {
  if (!isRecord(body)) return "the body is a JSON object";
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const kind = shape[name];
    if (kind === undefined) {
      return `no field '${name}'; there are ${Object.keys(shape).join(", ")}`;
    }
    if (value === null) continue;
    if (!isOfKind[kind](value)) return `field '${name}' is a ${kind}`;
    fields[name] = value;
  }
  // Every value was just found to be of the kind its name has in the shape.
  return fields as Fields<Of>;
}
