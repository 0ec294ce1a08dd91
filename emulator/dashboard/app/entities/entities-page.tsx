import { useEffect } from "preact/hooks";
import type { EntitiesJson } from "../../../rest/entity-json.ts";
import { callHub } from "../api.ts";
import { SearchBox } from "../list/search-box.tsx";
import { type Live, useLoaded } from "../live.ts";
import { addressOf, go, goInstead, usePlace } from "../navigation.tsx";
import { sectionPath } from "../route.ts";
import { entityActions } from "../selection/bulk-actions.ts";
import { BulkBar } from "../selection/bulk-bar.tsx";
import { useSelection } from "../selection/use-selection.ts";
import { entityAddressOf, pageLength, queryOf } from "./entity-address.ts";
import { EntityTable } from "./entity-table.tsx";
import { OffsetPager } from "./offset-pager.tsx";

interface EntitiesPageProps {
  readonly hub: string;
  readonly live: Live;
}

/** The entities of a hub; schedules have a page of their own. */
export function EntitiesPage({ hub, live }: EntitiesPageProps) {
  const place = usePlace();
  const address = entityAddressOf(place.query);
  const { data, error } = useLoaded(
    `entities ${place.query}`,
    async (signal) => {
      const query = { body: queryOf(address), signal };
      return (await callHub(hub, "POST", "entities/query", query)).json() as Promise<EntitiesJson>;
    },
    live,
    (changes) => changes.all || changes.instanceIds.some((id) => id.startsWith("@")),
  );
  useEffect(() => {
    document.title = `Entities · ${hub}`;
  }, [hub]);
  const entities = data?.entities ?? [];
  const selection = useSelection(entities.map(({ instanceId }) => instanceId));
  const to = (next: Readonly<Record<string, string>>) =>
    addressOf(sectionPath(hub, "entities"), { ...address, ...next });

  return (
    <>
      <div class="page-head">
        <h1>Entities</h1>
        <SearchBox
          label="Search by name or key"
          value={address.search}
          onSearch={(search) => goInstead(to({ search, from: "" }))}
        />
      </div>
      {error !== undefined && (
        <p class="notice bad" role="alert">
          {error.message}
        </p>
      )}
      <BulkBar hub={hub} selection={selection} actions={entityActions} />
      {data !== undefined && (
        <section class="card table-card" aria-label="Entities">
          {entities.length === 0 ? (
            <NoEntities isSearch={address.search !== ""} />
          ) : (
            <EntityTable
              hub={hub}
              entities={entities}
              selection={selection}
              address={address}
              onSort={(sort) => go(to({ sort, from: "" }))}
            />
          )}
          <OffsetPager
            from={Number(address.from || 0)}
            length={entities.length}
            total={data.totalCount ?? 0}
            pageLength={pageLength}
            onShow={(from) => go(to({ from: from === 0 ? "" : String(from) }))}
          />
        </section>
      )}
    </>
  );
}

function NoEntities({ isSearch }: { readonly isSearch: boolean }) {
  return (
    <div class="empty">
      <h2>{isSearch ? "Nothing matches" : "No entities"}</h2>
      <p>
        {isSearch
          ? "No entity of this task hub has this text in its name or key."
          : "An entity appears here with its first operation. Schedules have a page of their own."}
      </p>
    </div>
  );
}
