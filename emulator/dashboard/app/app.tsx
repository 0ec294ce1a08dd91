import { useEffect } from "preact/hooks";
import type { OverviewView } from "../views.ts";
import { read } from "./api.ts";
import { Now, setClock, useTicking } from "./clock.tsx";
import { DetailPage } from "./detail/detail-page.tsx";
import { EntitiesPage } from "./entities/entities-page.tsx";
import { EntityPage } from "./entities/entity-page.tsx";
import { ListPage } from "./list/list-page.tsx";
import { type Live, type Loaded, useLive, useLoaded } from "./live.ts";
import { goInstead, Link, usePlace } from "./navigation.tsx";
import { listPath, type Route, routeOf, sectionOf } from "./route.ts";
import { SchedulesPage } from "./schedules/schedules-page.tsx";
import { TopBar } from "./top-bar.tsx";
import { WorkersPage } from "./workers/workers-page.tsx";

export function App() {
  const now = useTicking();
  const place = usePlace();
  const route = routeOf(place.path);
  const hub = "hub" in route ? route.hub : undefined;
  const live = useLive(hub);
  // Hubs may be made while the page is open, so they are asked for anew wherever it goes.
  const overview = useLoaded(`overview ${place.path}`, loadOverview, live, () => false);
  const known = useLatest(overview);

  return (
    <Now.Provider value={now}>
      <TopBar overview={known} hub={hub} section={sectionOf(route)} live={live} />
      <main id="main">
        <Page route={route} overview={known} live={live} />
      </main>
    </Now.Provider>
  );
}

interface PageProps {
  readonly route: Route;
  readonly overview: OverviewView | undefined;
  readonly live: Live;
}

function Page({ route, overview, live }: PageProps) {
  switch (route.page) {
    case "home":
      return <Home overview={overview} />;
    case "orchestrations":
      return <ListPage key={route.hub} hub={route.hub} live={live} overview={overview} />;
    case "orchestration": {
      const { hub, id } = route;
      return <DetailPage key={`${hub}\n${id}`} hub={hub} id={id} live={live} />;
    }
    case "entities":
      return <EntitiesPage key={route.hub} hub={route.hub} live={live} />;
    case "entity":
      return <EntityPage key={`${route.hub}\n${route.id}`} {...route} live={live} />;
    case "schedules":
      return <SchedulesPage key={route.hub} hub={route.hub} live={live} />;
    case "workers":
      return <WorkersPage key={route.hub} hub={route.hub} live={live} />;
    case "unknown":
      return <UnknownPage />;
  }
}

/** Never an empty first page: straight to the hub that is most likely meant. */
function Home({ overview }: { readonly overview: OverviewView | undefined }) {
  const hub = overview?.taskHubs.find((name) => name === "default") ?? overview?.taskHubs[0];
  useEffect(() => {
    if (hub !== undefined) goInstead(listPath(hub));
  }, [hub]);
  if (overview === undefined || hub !== undefined) return null;
  return (
    <section class="empty">
      <h1>No task hub yet</h1>
      <p>A task hub appears here as soon as an app names one in its connection string.</p>
    </section>
  );
}

function UnknownPage() {
  return (
    <section class="empty">
      <h1>Nothing is shown at this address</h1>
      <p>
        <Link to="/">Go to the orchestrations</Link>
      </p>
    </section>
  );
}

async function loadOverview(signal: AbortSignal): Promise<OverviewView> {
  const overview = await read<OverviewView>("overview", {}, signal);
  setClock(overview.now);
  return overview;
}

let latest: OverviewView | undefined;

/** The last known overview, so that the bar does not blink between two places. */
function useLatest(loaded: Loaded<OverviewView>): OverviewView | undefined {
  latest = loaded.data ?? latest;
  return latest;
}
