import { useEffect } from "preact/hooks";
import type { WorkerJson, WorkersJson } from "../../../rest/worker-json.ts";
import { callHub } from "../api.ts";
import { countText } from "../format.ts";
import { type Live, useLoaded } from "../live.ts";

interface WorkersPageProps {
  readonly hub: string;
  readonly live: Live;
}

/** Workers come and go, and take work, without a commit that would tell of it. */
const everyMillis = 2_000;

export function WorkersPage({ hub, live }: WorkersPageProps) {
  const { data, error } = useLoaded(
    "workers",
    async (signal) =>
      (await callHub(hub, "GET", "workers", { signal })).json() as Promise<WorkersJson>,
    live,
    () => true,
    everyMillis,
  );
  useEffect(() => {
    document.title = `Workers · ${hub}`;
  }, [hub]);
  return (
    <>
      <div class="page-head">
        <h1>Workers</h1>
      </div>
      {error !== undefined && (
        <p class="notice bad" role="alert">
          {error.message}
        </p>
      )}
      {data !== undefined && (
        <section class="card table-card" aria-label="Workers">
          {data.workers.length === 0 ? (
            <div class="empty">
              <h2>No worker is connected</h2>
              <p>What is started waits until one connects to this task hub.</p>
            </div>
          ) : (
            <WorkerTable workers={data.workers} />
          )}
        </section>
      )}
    </>
  );
}

function WorkerTable({ workers }: { readonly workers: readonly WorkerJson[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Worker</th>
          <th scope="col">SDK</th>
          <th scope="col">Orchestrations</th>
          <th scope="col">Activities</th>
          <th scope="col">Entities</th>
          <th scope="col">Takes</th>
        </tr>
      </thead>
      <tbody>
        {workers.map((worker, index) => (
          <tr key={`${worker.workerId} ${index}`}>
            <td class="mono id" title={worker.workerId}>
              {worker.workerId}
            </td>
            <td class="quiet">{worker.userAgent ?? "not said"}</td>
            <Load active={worker.activeOrchestrationsCount} max={worker.maxOrchestrationsCount} />
            <Load active={worker.activeActivitiesCount} max={worker.maxActivitiesCount} />
            <Load active={worker.activeEntitiesCount} max={worker.maxEntitiesCount} />
            <td>
              <Filters filters={worker.workItemFilters} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Load({ active, max }: { readonly active: number; readonly max: number }) {
  return (
    <td class="number">
      {countText(active)} of {countText(max)}
    </td>
  );
}

function Filters({ filters }: { readonly filters: WorkerJson["workItemFilters"] }) {
  if (filters === undefined) return <span class="quiet">everything</span>;
  const names = [...filters.orchestrations, ...filters.activities, ...filters.entities];
  if (names.length === 0) return <span class="quiet">nothing</span>;
  return (
    <>
      {names.map(({ name, versions }, index) => (
        <span key={`${name} ${index}`} class="tag">
          {[name, ...versions].join(" ")}
        </span>
      ))}
    </>
  );
}
