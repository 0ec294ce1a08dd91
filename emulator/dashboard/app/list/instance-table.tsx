import { useContext } from "preact/hooks";
import type { InstanceRow } from "../../views.ts";
import { Ago, Now } from "../clock.tsx";
import { durationText } from "../format.ts";
import { Icon } from "../icons.tsx";
import { Link } from "../navigation.tsx";
import { detailPath } from "../route.ts";
import { CheckCell, CheckHead } from "../selection/check-cells.tsx";
import type { Selection } from "../selection/use-selection.ts";
import { StatusBadge } from "../status.tsx";
import { type ListAddress, sortedBy } from "./list-address.ts";
import { moveBetweenRows } from "./move-between-rows.ts";

interface InstanceTableProps {
  readonly hub: string;
  readonly rows: readonly InstanceRow[];
  readonly selection: Selection;
  readonly address: ListAddress;
  readonly onShow: (address: ListAddress) => void;
}

const columns = [
  { title: "Status", sort: undefined },
  { title: "Name", sort: "name" },
  { title: "Instance id", sort: "instanceId" },
  { title: "Created", sort: "createdAt" },
  { title: "Updated", sort: "lastUpdatedAt" },
  { title: "Duration", sort: undefined },
] as const;

export function InstanceTable({ hub, rows, selection, address, onShow }: InstanceTableProps) {
  return (
    <table class="rows" onKeyDown={moveBetweenRows}>
      <thead>
        <tr>
          <CheckHead selection={selection} shown={rows.length} />
          {columns.map(({ title, sort }) => (
            <th
              key={title}
              scope="col"
              aria-sort={sort === address.sort ? sortOf(address) : "none"}
            >
              {sort === undefined ? (
                title
              ) : (
                <button type="button" onClick={() => onShow(sortedBy(address, sort))}>
                  {title}
                  {sort === address.sort && (
                    <Icon name={address.direction === "ascending" ? "up" : "down"} />
                  )}
                </button>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.instanceId} hub={hub} row={row} selection={selection} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly hub: string;
  readonly row: InstanceRow;
  readonly selection: Selection;
}

function Row({ hub, row, selection }: RowProps) {
  const now = useContext(Now);
  const to = detailPath(hub, row.instanceId);
  return (
    <tr>
      <CheckCell selection={selection} id={row.instanceId} />
      <td>
        <StatusBadge status={row.status} />
      </td>
      <td class="name">
        <Link to={to} class="row-link">
          {row.name}
        </Link>
        {row.version !== undefined && <span class="tag">v{row.version}</span>}
        {row.parentInstanceId !== undefined && (
          <Link
            to={detailPath(hub, row.parentInstanceId)}
            class="tag child"
            title={`Sub-orchestration of ${row.parentInstanceId}`}
          >
            <Icon name="branch" />
            child
          </Link>
        )}
        {Object.entries(row.tags).map(([key, value]) => (
          <span key={key} class="tag">
            {key}={value}
          </span>
        ))}
      </td>
      <td class="mono id" title={row.instanceId}>
        {row.instanceId}
      </td>
      <td class="when">
        <Ago at={row.createdAt} />
      </td>
      <td class="when">
        <Ago at={row.lastUpdatedAt} />
      </td>
      <td class="number">
        {durationText((row.completedAt ?? Math.max(now, row.lastUpdatedAt)) - row.createdAt)}
      </td>
    </tr>
  );
}

function sortOf(address: ListAddress): "ascending" | "descending" {
  return address.direction === "ascending" ? "ascending" : "descending";
}
