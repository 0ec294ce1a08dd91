import type { InstanceFilter, Reader } from "../store/reader.ts";
import { encodeCursor, type ListQuery } from "./list-query.ts";
import { type ListView, rowOf } from "./views.ts";

/** To count all that have some text can take long, and nobody needs to know how many exactly. */
export const foundByTextMax = 1_000;

/** One page of the list, its total and the hub's counts. */
export async function readList(
  reader: Reader,
  hub: string,
  query: ListQuery,
  now: number,
): Promise<ListView> {
  const filter = filterOf(query);
  const found = await readPage(reader, hub, query, filter);
  const isWhole = query.after === undefined && found.length <= query.limit;
  const limit = query.search === "" ? undefined : foundByTextMax + 1;
  const [count, counts] = await Promise.all([
    isWhole ? found.length : reader.countInstances(hub, filter, limit),
    reader.countByStatus(hub),
  ]);
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  return {
    now,
    rows: page.map(rowOf),
    total: limit === undefined ? count : Math.min(count, foundByTextMax),
    totalIsLeast: count === limit,
    counts,
    ...(last !== undefined && {
      next: encodeCursor(last.orchestration[query.orderBy], last.orchestration.instanceId),
    }),
  };
}

function filterOf({ statuses, search }: ListQuery): InstanceFilter {
  return search === "" ? { statuses } : { statuses, idOrNameContains: search };
}

/** Up to one row more than the page holds: that one tells that there is a next page. */
function readPage(reader: Reader, hub: string, query: ListQuery, filter: InstanceFilter) {
  const { orderBy, direction, after, limit } = query;
  return reader.instances(hub, {
    filter,
    orderBy,
    direction,
    limit: limit + 1,
    withPayloads: false,
    ...(after !== undefined && { after }),
  });
}
