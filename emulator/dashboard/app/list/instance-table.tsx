import type { TargetedKeyboardEvent } from "preact";
import { useContext } from "preact/hooks";
import type { InstanceRow } from "../../views.ts";
import { Ago, Now } from "../clock.tsx";
import { durationText } from "../format.ts";
import { Icon } from "../icons.tsx";
import { Link } from "../navigation.tsx";
import { detailPath } from "../route.ts";
import { StatusBadge } from "../status.tsx";
import { type ListAddress, sortedBy } from "./list-address.ts";

interface InstanceTableProps {
  readonly hub: string;
  readonly rows: readonly InstanceRow[];
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

export function InstanceTable({ hub, rows, address, onShow }: InstanceTableProps) {
  return (
    <table class="instances" onKeyDown={moveBetweenRows}>
      <thead>
        <tr>
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
          <Row key={row.instanceId} hub={hub} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ hub, row }: { readonly hub: string; readonly row: InstanceRow }) {
  const now = useContext(Now);
  const to = detailPath(hub, row.instanceId);
  return (
    <tr>
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

const rowSteps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrow keys go from row to row, Enter opens: the links themselves take the focus. */
function moveBetweenRows(event: TargetedKeyboardEvent<HTMLTableElement>): void {
  const step = rowSteps[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a.row-link")];
  const row = event.target instanceof Element ? event.target.closest("tr") : null;
  const place = links.findIndex((link) => link.closest("tr") === row);
  const next = links[place + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
