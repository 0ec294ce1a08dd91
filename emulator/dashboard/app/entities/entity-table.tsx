import type { EntityJson } from "../../../rest/entity-json.ts";
import { Ago } from "../clock.tsx";
import { countText } from "../format.ts";
import { Icon } from "../icons.tsx";
import { moveBetweenRows } from "../list/move-between-rows.ts";
import { Link } from "../navigation.tsx";
import { detailPath } from "../route.ts";
import { CheckCell, CheckHead } from "../selection/check-cells.tsx";
import type { Selection } from "../selection/use-selection.ts";
import { type EntityAddress, entityColumns } from "./entity-address.ts";
import { partsOf } from "./parts-of.ts";

interface EntityTableProps {
  readonly hub: string;
  readonly entities: readonly EntityJson[];
  readonly selection: Selection;
  readonly address: EntityAddress;
  readonly onSort: (sort: string) => void;
}

const columns = [
  { title: "Name", sort: "name" },
  { title: "Key", sort: "key" },
  { title: "Changed", sort: "modified" },
  { title: "Waiting", sort: undefined },
  { title: "Locked by", sort: undefined },
] as const;

export function EntityTable({ hub, entities, selection, address, onSort }: EntityTableProps) {
  const sorted = address.sort || "modified";
  return (
    <table class="rows" onKeyDown={moveBetweenRows}>
      <thead>
        <tr>
          <CheckHead selection={selection} shown={entities.length} />
          {columns.map(({ title, sort }) => (
            <th key={title} scope="col" aria-sort={sort === sorted ? sortOf(sort) : "none"}>
              {sort === undefined ? (
                title
              ) : (
                <button type="button" onClick={() => onSort(sort)}>
                  {title}
                  {sort === sorted && <Icon name={sort === "modified" ? "down" : "up"} />}
                </button>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entities.map((entity) => (
          <Row key={entity.instanceId} hub={hub} entity={entity} selection={selection} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly hub: string;
  readonly entity: EntityJson;
  readonly selection: Selection;
}

function Row({ hub, entity, selection }: RowProps) {
  const { instanceId, lastModifiedTime, backlogQueueSize, lockedBy } = entity;
  const { name, key } = partsOf(instanceId);
  return (
    <tr>
      <CheckCell selection={selection} id={instanceId} />
      <td class="name">
        <Link to={detailPath(hub, instanceId)} class="row-link" title={instanceId}>
          {name}
        </Link>
      </td>
      <td class="mono id" title={key}>
        {key}
      </td>
      <td class="when">
        <Ago at={Date.parse(lastModifiedTime)} />
      </td>
      <td class="number">{backlogQueueSize > 0 && countText(backlogQueueSize)}</td>
      <td>
        {lockedBy !== undefined && (
          <Link to={detailPath(hub, lockedBy)} class="tag child">
            {lockedBy}
          </Link>
        )}
      </td>
    </tr>
  );
}

function sortOf(sort: keyof typeof entityColumns): "ascending" | "descending" {
  return entityColumns[sort].direction === "ASCENDING_SORT" ? "ascending" : "descending";
}
