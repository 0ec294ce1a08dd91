import type { EntityFilter, EntityQuery } from "../store/reader.ts";
import { conditionOf, conditionsOf, type Parts, text, times } from "./conditions.ts";
import type { Fields } from "./fields.ts";
import { isRecord } from "./json-record.ts";
import { pagingOf } from "./paging.ts";

export const entityQueryShape = {
  filter: "object",
  pagination: "object",
  sort: "objects",
  fetchTotalCount: "flag",
} as const;

const columns: Readonly<Record<string, EntityQuery["orderBy"]>> = {
  NAME: "name",
  KEY: "key",
  LAST_MODIFIED_AT: "lastModifiedAt",
};

/** The body of a query, or the text of what is wrong with it. */
export function entityQueryOf(body: Fields<typeof entityQueryShape>): EntityQuery | string {
  const filter = conditionsOf(body.filter ?? {}, parts);
  if (typeof filter === "string") return filter;
  const paging = pagingOf(body, columns, "lastModifiedAt");
  if (typeof paging === "string") return paging;
  return { filter: { ...filter, includeTransient: true }, ...paging, withState: false };
}

const parts: Parts<EntityFilter> = {
  instanceId: text((idContains) => ({ idContains })),
  key: text((keyContains) => ({ keyContains })),
  name: text((nameContains) => ({ nameContains })),
  nameStartsWith: text((value) => ({ idPrefix: entityIdPrefix(value) })),
  excludeNameStartsWith: (conditions) => {
    const wanted: readonly unknown[] = Array.isArray(conditions) ? conditions : [undefined];
    if (!wanted.every(isRecord)) return 'it is a list of objects such as {"value": "@schedule@"}';
    const excluded = wanted.map((one) => conditionOf(one, { value: "text" }));
    const fault = excluded.find((one) => typeof one === "string");
    if (fault !== undefined) return fault;
    const values = excluded.flatMap((one) => (typeof one === "string" ? [] : [one.value ?? ""]));
    return { excludedIdPrefixes: values.filter((value) => value !== "").map(entityIdPrefix) };
  },
  lastModifiedAt: times((lastModified) => ({ lastModified })),
};

/** Tools give the beginning of a name with the sign before it (`@schedule@`) or without. */
function entityIdPrefix(value: string): string {
  const [, name = "", key = ""] = /^@?([^@]*)(.*)$/s.exec(value) ?? [];
  return `@${name.toLowerCase()}${key}`;
}
