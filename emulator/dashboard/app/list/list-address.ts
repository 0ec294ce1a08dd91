import { type Status, statuses } from "../../../core/status.ts";

/** How the list is shown: all of it is in the page's query, so that a link or Back restores it. */
export interface ListAddress {
  readonly statuses: readonly Status[];
  readonly search: string;
  readonly sort: string;
  readonly direction: string;
  readonly after: string;
}

const defaults = { sort: "createdAt", direction: "descending" } as const;

export function listAddressOf(query: URLSearchParams): ListAddress {
  const wanted = (query.get("status") ?? "").split(",");
  return {
    statuses: statuses.filter((status) => wanted.includes(status)),
    search: query.get("search") ?? "",
    sort: query.get("sort") ?? defaults.sort,
    direction: query.get("direction") ?? defaults.direction,
    after: query.get("after") ?? "",
  };
}

/** The query again; what is as usual is left out of it. */
export function parametersOf(address: ListAddress): Readonly<Record<string, string>> {
  const { sort, direction } = address;
  const usual = sort === defaults.sort && direction === defaults.direction;
  return {
    status: address.statuses.join(","),
    search: address.search,
    sort: usual ? "" : sort,
    direction: usual ? "" : direction,
    after: address.after,
  };
}

/** A click on a column: its natural direction first (newest, or A to Z), then the other one. */
export function sortedBy(address: ListAddress, column: string): ListAddress {
  const first = column.endsWith("At") ? "descending" : "ascending";
  const other = first === "descending" ? "ascending" : "descending";
  const turned = address.sort === column && address.direction === first;
  return { ...address, sort: column, direction: turned ? other : first, after: "" };
}

export function withStatus(address: ListAddress, status: Status): ListAddress {
  const on = address.statuses.includes(status);
  const rest = address.statuses.filter((other) => other !== status);
  return { ...address, statuses: on ? rest : [...rest, status], after: "" };
}
