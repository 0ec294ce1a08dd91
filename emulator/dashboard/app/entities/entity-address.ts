/** How the list of entities is shown, as texts of the page's query. */
export interface EntityAddress {
  readonly search: string;
  readonly sort: string;
  /** How many are left out before the first; empty: none. */
  readonly from: string;
}

export const pageLength = 50;

/** The columns to sort by, and the direction that is natural for each. */
export const entityColumns = {
  name: { column: "NAME", direction: "ASCENDING_SORT" },
  key: { column: "KEY", direction: "ASCENDING_SORT" },
  modified: { column: "LAST_MODIFIED_AT", direction: "DESCENDING_SORT" },
} as const;

export function entityAddressOf(query: URLSearchParams) {
  const from = query.get("from") ?? "";
  const sort = query.get("sort") ?? "";
  return {
    search: query.get("search") ?? "",
    sort: isColumn(sort) ? sort : "",
    from: /^\d{1,9}$/.test(from) ? from : "",
  } satisfies EntityAddress;
}

/** The body of the query that answers this page. */
export function queryOf({ search, sort, from }: EntityAddress): object {
  return {
    filter: { instanceId: { value: search }, excludeNameStartsWith: [{ value: "@schedule@" }] },
    sort: [entityColumns[isColumn(sort) ? sort : "modified"]],
    pagination: { startIndex: Number(from || 0), count: pageLength },
    fetchTotalCount: true,
  };
}

function isColumn(sort: string): sort is keyof typeof entityColumns {
  return Object.hasOwn(entityColumns, sort);
}
