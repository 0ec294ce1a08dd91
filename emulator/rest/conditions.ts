import type { TimeRange } from "../store/reader.ts";
import { fieldsOf, type Shape } from "./fields.ts";
import { isRecord, type JsonRecord } from "./json-record.ts";

/** One condition of a filter as a part of the reader's, or the text of what is wrong with it. */
type Part<Filter> = (condition: unknown) => Partial<Filter> | string;

export type Parts<Filter> = Readonly<Record<string, Part<Filter>>>;

/**
 * All conditions of a filter together. One that is unknown or odd is refused: a condition that is
 * left out in silence would answer the wrong instances.
 */
export function conditionsOf<Filter extends object>(
  filter: JsonRecord,
  parts: Parts<Filter>,
): Filter | string {
  let whole = {} as Filter;
  for (const [name, condition] of Object.entries(filter)) {
    if (condition === null) continue;
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) return `no filter '${name}'; there are ${namesIn(parts)}`;
    const read = part(condition);
    if (typeof read === "string") return `filter '${name}': ${read}`;
    whole = { ...whole, ...read };
  }
  return whole;
}

/** `{"value": "text"}`; an empty text is no condition. */
export function text<Filter>(use: (value: string) => Partial<Filter>): Part<Filter> {
  return (condition) => {
    const fields = conditionOf(condition, { value: "text" });
    if (typeof fields === "string") return fields;
    return fields.value === undefined || fields.value === "" ? {} : use(fields.value);
  };
}

/** `{"start": "…", "end": "…"}`, either may be absent; the end is not in the range. */
export function times<Filter>(use: (range: TimeRange) => Partial<Filter>): Part<Filter> {
  return (condition) => {
    const fields = conditionOf(condition, { start: "time", end: "time" });
    if (typeof fields === "string") return fields;
    const { start: from, end: to } = fields;
    if (from === undefined && to === undefined) return {};
    return use({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  };
}

export function conditionOf<Of extends Shape>(condition: unknown, shape: Of) {
  return isRecord(condition)
    ? fieldsOf(condition, shape)
    : `it is an object with ${Object.keys(shape).join(", ")}`;
}

export function namesIn(table: object): string {
  return Object.keys(table).join(", ");
}
