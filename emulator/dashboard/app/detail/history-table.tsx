import { useMemo, useState } from "preact/hooks";
import type { HistoryEvent } from "../../../core/history-event.ts";
import type { HistoryView, InstanceRow } from "../../views.ts";
import { read } from "../api.ts";
import { durationText, exactText } from "../format.ts";
import { type HistoryRow, rowsOf } from "../history/rows.ts";
import { Icon } from "../icons.tsx";
import { Link } from "../navigation.tsx";
import { detailPath } from "../route.ts";
import { JsonText } from "./json-text.tsx";
import { WindowPager } from "./window-pager.tsx";

interface HistoryTableProps {
  readonly hub: string;
  readonly instance: InstanceRow;
  readonly events: readonly HistoryEvent[];
}

const pageSize = 100;

export function HistoryTable({ hub, instance, events }: HistoryTableProps) {
  const [page, setPage] = useState(0);
  const [newestFirst, setNewestFirst] = useState(false);
  const rows = useMemo(() => rowsOf(events), [events]);
  const ordered = useMemo(() => (newestFirst ? rows.toReversed() : rows), [rows, newestFirst]);
  const shown = ordered.slice(page * pageSize, (page + 1) * pageSize);
  if (rows.length === 0) return <p class="empty-line">No events yet: no worker has taken it up.</p>;
  return (
    <>
      <table class="history">
        <thead>
          <tr>
            <th scope="col" class="number">
              <button type="button" onClick={() => setNewestFirst(!newestFirst)}>
                #
                <Icon name={newestFirst ? "down" : "up"} />
                <span class="hidden">{newestFirst ? "newest first" : "oldest first"}</span>
              </button>
            </th>
            <th scope="col">After</th>
            <th scope="col">Event</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row key={row.index} hub={hub} instance={instance} row={row} />
          ))}
        </tbody>
      </table>
      <WindowPager of="events" total={rows.length} size={pageSize} page={page} onPage={setPage} />
    </>
  );
}

interface RowProps {
  readonly hub: string;
  readonly instance: InstanceRow;
  readonly row: HistoryRow;
}

function Row({ hub, instance, row }: RowProps) {
  const [open, setOpen] = useState(false);
  const { index, summary, at } = row;
  return (
    <>
      <tr class={open ? "open" : ""}>
        <td class="number quiet">{index}</td>
        <td class="number" title={at === undefined ? "" : exactText(at)}>
          {at === undefined ? "" : durationText(at - instance.createdAt)}
        </td>
        <td class="event-name">
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name="chevron" />
            <span class={`dot mark-${summary.tone}`} aria-hidden="true" />
            {summary.label}
          </button>
        </td>
        <td class="what">
          {summary.instanceId === undefined ? (
            summary.text
          ) : (
            <Link to={detailPath(hub, summary.instanceId)}>{summary.text}</Link>
          )}{" "}
          {summary.payload !== undefined && <code>{summary.payload}</code>}
        </td>
      </tr>
      {open && (
        <tr class="whole">
          <td />
          <td colSpan={3}>
            <WholeEvent hub={hub} id={instance.instanceId} row={row} />
          </td>
        </tr>
      )}
    </>
  );
}

interface WholeEventProps {
  readonly hub: string;
  readonly id: string;
  readonly row: HistoryRow;
}

/** All fields of the event; texts that were cut for the list are fetched on request. */
function WholeEvent({ hub, id, row }: WholeEventProps) {
  const [event, setEvent] = useState(row.event);
  const text = JSON.stringify(event);
  const load = async () => {
    const parameters = { hub, id, from: `${row.index}`, limit: "1", whole: "true" };
    const view = await read<HistoryView>("history", parameters);
    setEvent(view.events[0] ?? row.event);
  };
  return (
    <>
      <JsonText text={text} />
      {event === row.event && text.includes('…"') && (
        <button type="button" class="button" onClick={load}>
          Show long texts whole
        </button>
      )}
    </>
  );
}
