import { useEffect, useRef, useState } from "preact/hooks";
import type { InstanceRow, ListView, OverviewView } from "../../views.ts";
import { read } from "../api.ts";
import { setClock } from "../clock.tsx";
import { StartDialog } from "../dialogs/start-dialog.tsx";
import { countText } from "../format.ts";
import { Icon } from "../icons.tsx";
import { type Live, useLoaded } from "../live.ts";
import { addressOf, go, goInstead, usePlace } from "../navigation.tsx";
import { detailPath, listPath } from "../route.ts";
import { orchestrationActions } from "../selection/bulk-actions.ts";
import { BulkBar } from "../selection/bulk-bar.tsx";
import { useSelection } from "../selection/use-selection.ts";
import { EmptyHub, NoMatch } from "./empty-list.tsx";
import { heldRows } from "./held-rows.ts";
import { InstanceTable } from "./instance-table.tsx";
import { rememberList } from "./last-list.ts";
import { type ListAddress, listAddressOf, parametersOf } from "./list-address.ts";
import { Pager } from "./pager.tsx";
import { SearchBox } from "./search-box.tsx";
import { StatusChips } from "./status-chips.tsx";

interface ListPageProps {
  readonly hub: string;
  readonly live: Live;
  readonly overview: OverviewView | undefined;
}

export function ListPage({ hub, live, overview }: ListPageProps) {
  const place = usePlace();
  const address = listAddressOf(place.query);
  const { view, rows, newer, error, showNewer } = useList(hub, address, live);
  const selection = useSelection(rows.map(({ instanceId }) => instanceId));
  useEffect(() => {
    document.title = `Orchestrations · ${hub}`;
    rememberList(hub, addressOf(listPath(hub), parametersOf(address)));
  });

  const show = (next: ListAddress) => go(addressOf(listPath(hub), parametersOf(next)));
  const search = (text: string) => {
    const next = { ...address, search: text, after: "" };
    goInstead(addressOf(listPath(hub), parametersOf(next)));
  };
  const total = Object.values(view?.counts ?? {}).reduce((left, right) => left + right, 0);

  return (
    <>
      <div class="page-head">
        <h1>Orchestrations</h1>
        <StartButton hub={hub} rows={rows} />
      </div>
      {error !== undefined && (
        <p class="notice bad" role="alert">
          {error.message}
        </p>
      )}
      {view !== undefined && total === 0 && <EmptyHub hub={hub} overview={overview} />}
      {view !== undefined && total > 0 && (
        <>
          <div class="filters">
            <StatusChips counts={view.counts} address={address} onShow={show} />
            <SearchBox
              label="Search by instance id or name"
              value={address.search}
              onSearch={search}
            />
          </div>
          <BulkBar hub={hub} selection={selection} actions={orchestrationActions} />
          <section class="card table-card" aria-label="Orchestrations">
            {newer > 0 && (
              <button type="button" class="newer" onClick={showNewer}>
                <Icon name="up" />
                {countText(newer)} newer
              </button>
            )}
            {rows.length === 0 ? (
              <NoMatch onClear={() => go(listPath(hub))} />
            ) : (
              <InstanceTable
                hub={hub}
                rows={rows}
                selection={selection}
                address={address}
                onShow={show}
              />
            )}
            <Pager view={view} rows={rows.length} address={address} onShow={show} />
          </section>
        </>
      )}
    </>
  );
}

interface StartButtonProps {
  readonly hub: string;
  /** Their names are offered. */
  readonly rows: readonly InstanceRow[];
}

function StartButton({ hub, rows }: StartButtonProps) {
  const [starting, setStarting] = useState(false);
  return (
    <>
      <button type="button" class="button primary" onClick={() => setStarting(true)}>
        <Icon name="plus" />
        Start orchestration
      </button>
      {starting && (
        <StartDialog
          hub={hub}
          names={[...new Set(rows.map((row) => row.name))]}
          onClose={() => setStarting(false)}
          onStarted={(instanceId) => go(detailPath(hub, instanceId))}
        />
      )}
    </>
  );
}

/** What each hub's list showed last: shown at once on the way back, and until the next is there. */
const lastViews = new Map<string, ListView>();

/** The page of the list, which keeps still while somebody has scrolled into it. */
function useList(hub: string, address: ListAddress, live: Live) {
  const parameters = parametersOf(address);
  const key = addressOf(hub, parameters);
  const { data, error } = useLoaded(
    key,
    async (signal) => {
      const given = Object.entries(parameters).filter(([, value]) => value !== "");
      const view = await read<ListView>("instances", { hub, ...Object.fromEntries(given) }, signal);
      setClock(view.now);
      return view;
    },
    live,
    () => true,
  );
  const view = data ?? lastViews.get(hub);
  if (view !== undefined) lastViews.set(hub, view);
  const shown = useRef<{ key: string; rows: readonly InstanceRow[] }>({ key, rows: [] });
  const [, redraw] = useState(0);

  const fresh = view?.rows ?? [];
  const hold = shown.current.key === key && shown.current.rows.length > 0 && window.scrollY > 80;
  const held = hold ? heldRows(shown.current.rows, fresh) : { rows: fresh, newer: 0 };
  shown.current = { key: data === undefined ? "" : key, rows: held.rows };

  const showNewer = () => {
    shown.current = { key: "", rows: [] };
    window.scrollTo({ top: 0 });
    redraw((count) => count + 1);
  };
  return { view, rows: held.rows, newer: held.newer, error, showNewer };
}
