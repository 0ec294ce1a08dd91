import { type Status, statuses } from "../core/status.ts";
import type { InstanceQuery } from "../store/reader.ts";

/** What the page asks of the list; everything it shows is in the page's own address too. */
export interface ListQuery {
  readonly statuses: readonly Status[];
  /** Part of an instance id or of a name; empty: any. */
  readonly search: string;
  readonly orderBy: ListColumn;
  readonly direction: InstanceQuery["direction"];
  readonly after: InstanceQuery["after"];
  readonly limit: number;
}

/** Columns that every instance has, so that pages of a merged list have one order. */
export const listColumns = ["createdAt", "lastUpdatedAt", "name", "instanceId"] as const;
export type ListColumn = (typeof listColumns)[number];

const limitDefault = 50;
const limitMax = 500;

/** Answers the text of what is wrong when the parameters make no query. */
export function listQueryOf(parameters: URLSearchParams): ListQuery | string {
  const wanted = parameters.getAll("status").flatMap((value) => value.split(","));
  const unknown = wanted.find((value) => !isStatus(value));
  if (unknown !== undefined) return `no status '${unknown}'; there are ${statuses.join(", ")}`;
  const orderBy = parameters.get("sort") ?? "createdAt";
  if (!isColumn(orderBy)) return `no sort column '${orderBy}'; there are ${listColumns.join(", ")}`;
  const direction = parameters.get("direction") ?? "descending";
  if (!isDirection(direction)) return `direction is ascending or descending, not '${direction}'`;
  const limit = Number(parameters.get("limit") ?? limitDefault);
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) {
    return `limit is a whole number from 1 to ${limitMax}`;
  }
  const cursor = parameters.get("after");
  const after = cursor === null ? undefined : decodeCursor(cursor);
  if (cursor !== null && after === undefined) return "after is not a cursor of this list";
  const search = (parameters.get("search") ?? "").trim();
  return { statuses: wanted.filter(isStatus), search, orderBy, direction, after, limit };
}

export function encodeCursor(value: number | string, instanceId: string): string {
  return Buffer.from(JSON.stringify([value, instanceId])).toString("base64url");
}

function decodeCursor(cursor: string): InstanceQuery["after"] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(parts)) return undefined;
    const [value, instanceId] = parts as readonly unknown[];
    if (typeof value !== "number" && typeof value !== "string") return undefined;
    return typeof instanceId === "string" ? { value, instanceId } : undefined;
  } catch {
    return undefined;
  }
}

function isStatus(value: string): value is Status {
  return (statuses as readonly string[]).includes(value);
}

function isColumn(value: string): value is ListColumn {
  return (listColumns as readonly string[]).includes(value);
}

function isDirection(value: string): value is ListQuery["direction"] {
  return value === "ascending" || value === "descending";
}
