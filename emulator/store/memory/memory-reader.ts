import type { Entity } from "../../core/entity.ts";
import { millisOf } from "../../core/instant.ts";
import type { Orchestration, Payloads } from "../../core/orchestration.ts";
import { type Status, statuses, statusNumbers } from "../../core/status.ts";
import type { Codec } from "../codec.ts";
import type {
  EntityFilter,
  InstanceColumn,
  InstanceFilter,
  InstanceView,
  Reader,
  TimeRange,
} from "../reader.ts";
import type { HubRecords, Records } from "./memory-store.ts";

type Sortable = number | string;

const noPayloads: Payloads = {
  input: undefined,
  output: undefined,
  customStatus: undefined,
  failure: undefined,
};

/** What a column sorts by; absent values sort as the smallest. */
const columns: Record<InstanceColumn, (orchestration: Orchestration) => Sortable> = {
  instanceId: ({ instanceId }) => instanceId,
  name: ({ name }) => name,
  version: ({ version }) => version ?? "",
  createdAt: ({ createdAt }) => createdAt,
  lastUpdatedAt: ({ lastUpdatedAt }) => lastUpdatedAt,
  completedAt: ({ completedAt }) => completedAt ?? 0,
  scheduledStart: ({ scheduledStart }) => (scheduledStart ? millisOf(scheduledStart) : 0),
  status: ({ status }) => statusNumbers[status],
  tags: ({ tags }) => JSON.stringify(tags),
};

const entityColumns = {
  instanceId: ({ instanceId }: Entity): Sortable => instanceId,
  name: ({ instanceId }: Entity): Sortable => partsOf(instanceId).name,
  key: ({ instanceId }: Entity): Sortable => partsOf(instanceId).key,
  lastModifiedAt: ({ lastModifiedAt }: Entity): Sortable => lastModifiedAt,
} as const;

export function createMemoryReader(records: Records, codec: Codec): Reader {
  const orchestrations = (hub: string) => [...(records.get(hub)?.orchestrations.values() ?? [])];
  const view = (hub: string, orchestration: Orchestration, withPayloads: boolean): InstanceView => {
    const kept = records.get(hub)?.payloads.get(orchestration.instanceId);
    return { orchestration, payloads: (withPayloads ? kept : undefined) ?? noPayloads };
  };
  const entities = (hub: string, filter: EntityFilter) => {
    const tables = records.get(hub);
    return [...(tables?.entities.values() ?? [])].filter((entity) => isEntityIn(filter, entity));
  };

  return {
    async instances(hub, query) {
      const value = columns[query.orderBy];
      return page(
        orchestrations(hub).filter((one) => isIn(query.filter, one)),
        value,
        query,
      ).map((one) => view(hub, one, query.withPayloads));
    },
    countInstances: async (hub, filter, limit = Number.POSITIVE_INFINITY) =>
      Math.min(limit, orchestrations(hub).filter((one) => isIn(filter, one)).length),
    async countByStatus(hub) {
      const counts = Object.fromEntries(statuses.map((status) => [status, 0]));
      for (const { status } of orchestrations(hub)) counts[status] = (counts[status] ?? 0) + 1;
      return counts as Record<Status, number>;
    },
    async instance(hub, instanceId) {
      const found = records.get(hub)?.orchestrations.get(instanceId);
      return found && view(hub, found, true);
    },
    async history(hub, instanceId, from, limit) {
      const slices = records.get(hub)?.history.get(instanceId) ?? [];
      return slices.flatMap((slice) => codec.decodeHistory(slice)).slice(from, from + limit);
    },
    async children(hub, instanceId) {
      return orchestrations(hub)
        .filter(({ parent }) => parent?.orchestrationInstance?.instanceId === instanceId)
        .sort((a, b) => a.createdAt - b.createdAt || compare(a.instanceId, b.instanceId))
        .map((one) => view(hub, one, false));
    },
    async entities(hub, query) {
      const found = entities(hub, query.filter);
      return page(found, entityColumns[query.orderBy], query).map((entity) => ({
        entity: query.withState ? entity : { ...entity, state: undefined },
        backlog: backlogOf(records.get(hub), entity.instanceId),
      }));
    },
    async entity(hub, instanceId) {
      const entity = records.get(hub)?.entities.get(instanceId);
      return entity && { entity, backlog: backlogOf(records.get(hub), instanceId) };
    },
    countEntities: async (hub, filter) => entities(hub, filter).length,
  };
}

interface Paging {
  readonly direction: "ascending" | "descending";
  readonly after?: { readonly value: Sortable | undefined; readonly instanceId: string };
  readonly skip?: number;
  readonly limit: number;
}

function page<Row extends { readonly instanceId: string }>(
  rows: readonly Row[],
  value: (row: Row) => Sortable,
  { direction, after, skip = 0, limit }: Paging,
): Row[] {
  const sign = direction === "ascending" ? 1 : -1;
  const order = (a: Sortable, aId: string, b: Sortable, bId: string) =>
    sign * (compare(a, b) || compare(aId, bId));
  return rows
    .filter(
      (row) =>
        after === undefined ||
        order(value(row), row.instanceId, after.value ?? smallest(value(row)), after.instanceId) >
          0,
    )
    .sort((a, b) => order(value(a), a.instanceId, value(b), b.instanceId))
    .slice(skip, skip + limit);
}

function smallest(like: Sortable): Sortable {
  return typeof like === "string" ? "" : 0;
}

function compare(a: Sortable, b: Sortable): number {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(bytes(a), bytes(b));
  return Number(a) - Number(b);
}

// The order of code points, as a database compares text.
function bytes(text: string): Buffer {
  return Buffer.from(text);
}

function isIn(filter: InstanceFilter, one: Orchestration): boolean {
  return (
    (!filter.statuses?.length || filter.statuses.includes(one.status)) &&
    isWithin(filter.created, one.createdAt) &&
    isWithin(filter.lastUpdated, one.lastUpdatedAt) &&
    isWithin(filter.completed, one.completedAt) &&
    isWithin(filter.scheduledStart, one.scheduledStart && millisOf(one.scheduledStart)) &&
    one.instanceId.startsWith(filter.idPrefix ?? "") &&
    contains(one.instanceId, filter.idContains) &&
    contains(one.name, filter.nameContains) &&
    (contains(one.instanceId, filter.idOrNameContains) ||
      contains(one.name, filter.idOrNameContains)) &&
    contains(one.version ?? "", filter.versionContains) &&
    contains(JSON.stringify(one.tags), filter.tagContains)
  );
}

function isEntityIn(filter: EntityFilter, { instanceId, state, lastModifiedAt }: Entity): boolean {
  const { name, key } = partsOf(instanceId);
  return (
    (filter.includeTransient === true || state !== undefined) &&
    instanceId.startsWith(filter.idPrefix ?? "") &&
    contains(instanceId, filter.idContains) &&
    contains(name, filter.nameContains) &&
    !filter.excludedIdPrefixes?.some((prefix) => instanceId.startsWith(prefix)) &&
    contains(key, filter.keyContains) &&
    isWithin(filter.lastModified, lastModifiedAt)
  );
}

/** The parts of `@name@key`; the key may have more of these signs. */
function partsOf(instanceId: string): { readonly name: string; readonly key: string } {
  const [, name = "", ...key] = instanceId.split("@");
  return { name, key: key.join("@") };
}

function isWithin(range: TimeRange | undefined, at: number | undefined): boolean {
  if (range === undefined) return true;
  return (
    at !== undefined &&
    at >= (range.from ?? Number.NEGATIVE_INFINITY) &&
    at < (range.to ?? Number.POSITIVE_INFINITY)
  );
}

function contains(text: string, part: string | undefined): boolean {
  return part === undefined || lower(text).includes(lower(part));
}

function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function backlogOf(tables: HubRecords | undefined, instanceId: string): number {
  const messages = [...(tables?.messages.values() ?? [])];
  return messages.filter(({ message, received }) => received && message.target === instanceId)
    .length;
}
