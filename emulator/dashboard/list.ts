import type { InstanceFilter, InstanceView, Reader } from "../store/reader.ts";
import { encodeCursor, type ListQuery } from "./list-query.ts";
import { type ListView, rowOf } from "./views.ts";

/** One page of the list, its total and the hub's counts. */
export async function readList(
  reader: Reader,
  hub: string,
  query: ListQuery,
  now: number,
): Promise<ListView> {
  const [found, total, counts] = await Promise.all([
    readPage(reader, hub, query),
    countMatches(reader, hub, query),
    reader.countByStatus(hub),
  ]);
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  return {
    now,
    rows: page.map(rowOf),
    total,
    counts,
    ...(last !== undefined && {
      next: encodeCursor(last.orchestration[query.orderBy], last.orchestration.instanceId),
    }),
  };
}

/** Up to one row more than the page holds: that one tells that there is a next page. */
async function readPage(reader: Reader, hub: string, query: ListQuery) {
  const { orderBy, direction, limit } = query;
  const after = query.after === undefined ? {} : { after: query.after };
  const sources = await Promise.all(
    alternatives(query).map((filter) =>
      reader.instances(hub, {
        filter,
        orderBy,
        direction,
        limit: limit + 1,
        withPayloads: false,
        ...after,
      }),
    ),
  );
  return merge(sources.flat(), query);
}

/** The reader's conditions all have to hold; "id or name" is therefore two queries. */
function alternatives({ statuses, search }: ListQuery): readonly InstanceFilter[] {
  if (search === "") return [{ statuses }];
  return [
    { statuses, idContains: search },
    { statuses, nameContains: search },
  ];
}

function merge(views: readonly InstanceView[], query: ListQuery): readonly InstanceView[] {
  const byId = new Map(views.map((view) => [view.orchestration.instanceId, view]));
  const sign = query.direction === "ascending" ? 1 : -1;
  return [...byId.values()].sort(({ orchestration: left }, { orchestration: right }) => {
    const order = compare(left[query.orderBy], right[query.orderBy]);
    return sign * (order || compare(left.instanceId, right.instanceId));
  });
}

function compare<Value extends number | string>(left: Value, right: Value): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

async function countMatches(reader: Reader, hub: string, query: ListQuery): Promise<number> {
  const { statuses, search } = query;
  const counts = await Promise.all(
    alternatives(query).map((filter) => reader.countInstances(hub, filter)),
  );
  const sum = counts.reduce((left, right) => left + right, 0);
  if (search === "") return sum;
  const both = { statuses, idContains: search, nameContains: search };
  return sum - (await reader.countInstances(hub, both));
}
