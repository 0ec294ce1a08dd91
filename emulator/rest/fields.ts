import type { Tags } from "../core/history-event.ts";
import type { HubContext } from "./hub-of.ts";
import { isRecord, type JsonRecord } from "./json-record.ts";
import { invalid } from "./problem.ts";

interface Kinds {
  readonly text: string;
  readonly number: number;
  readonly flag: boolean;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly tags: Tags;
  readonly texts: readonly string[];
  readonly object: JsonRecord;
  readonly objects: readonly JsonRecord[];
}

export type Shape = Readonly<Record<string, keyof Kinds>>;
export type Fields<Of extends Shape> = { readonly [Name in keyof Of]?: Kinds[Of[Name]] };

/** How each kind is called in errors, and its value; undefined for what is of another kind. */
const kinds: {
  readonly [Kind in keyof Kinds]: {
    readonly says: string;
    readonly read: (value: unknown) => Kinds[Kind] | undefined;
  };
} = {
  text: { says: "a text", read: (value) => (typeof value === "string" ? value : undefined) },
  number: {
    says: "a number",
    read: (value) => (Number.isFinite(value) ? Number(value) : undefined),
  },
  flag: {
    says: "true or false",
    read: (value) => (typeof value === "boolean" ? value : undefined),
  },
  time: { says: "an RFC 3339 time such as 2030-01-31T12:00:00Z", read: timeOf },
  tags: {
    says: "an object of texts",
    // Every value was just found to be a text.
    read: (value) =>
      isRecord(value) && areTexts(Object.values(value)) ? (value as Tags) : undefined,
  },
  texts: {
    says: "a list of texts",
    read: (value) => (Array.isArray(value) && areTexts(value) ? value : undefined),
  },
  object: { says: "an object", read: (value) => (isRecord(value) ? value : undefined) },
  objects: {
    says: "a list of objects",
    read: (value) => (Array.isArray(value) && value.every(isRecord) ? value : undefined),
  },
};

/**
 * The fields of a JSON object, each of its kind or absent (null counts as absent). Answers the text
 * of what is wrong otherwise; an unknown field is, so that a misspelt one is noticed. The case of
 * names does not count: the public tools do not agree on it.
 */
export function fieldsOf<Of extends Shape>(body: unknown, shape: Of): Fields<Of> | string {
  if (!isRecord(body)) return "the body is a JSON object";
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  const fields: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(body)) {
    const name = names.get(given.toLowerCase());
    const kind = name === undefined ? undefined : shape[name];
    if (name === undefined || kind === undefined) {
      return `no field '${given}'; there are ${Object.keys(shape).join(", ")}`;
    }
    if (value === null) continue;
    const { says, read } = kinds[kind];
    fields[name] = read(value);
    if (fields[name] === undefined) return `field '${name}' is ${says}`;
  }
  // Every value was just read as the kind its name has in the shape.
  return fields as Fields<Of>;
}

/** A handler that is only reached with a body of the given shape; no body is an empty one. */
export function withFields<Of extends Shape>(
  shape: Of,
  answer: (context: HubContext, fields: Fields<Of>) => Response | Promise<Response>,
) {
  return async (context: HubContext): Promise<Response> => {
    const fields = fieldsOf(await jsonOf(context), shape);
    return typeof fields === "string" ? invalid(context, fields) : answer(context, fields);
  };
}

/** `{}` when there is no body; undefined, which no shape accepts, when it is not JSON. */
export async function jsonOf(context: HubContext): Promise<unknown> {
  const text = await context.req.text();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

function timeOf(value: unknown): number | undefined {
  if (typeof value !== "string" || !rfc3339.test(value)) return undefined;
  const millis = Date.parse(value);
  return Number.isNaN(millis) ? undefined : millis;
}

function areTexts(values: readonly unknown[]): values is readonly string[] {
  return values.every((value) => typeof value === "string");
}
