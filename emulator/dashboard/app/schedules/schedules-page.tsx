import { useEffect, useState } from "preact/hooks";
import {
  type ScheduleJson,
  type SchedulesJson,
  scheduleStatuses,
} from "../../../rest/schedule-json.ts";
import { callHub } from "../api.ts";
import { Ago } from "../clock.tsx";
import { Dialog } from "../dialogs/dialog.tsx";
import { Icon } from "../icons.tsx";
import { type Live, useLoaded } from "../live.ts";
import { Link } from "../navigation.tsx";
import { detailPath } from "../route.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";

interface SchedulesPageProps {
  readonly hub: string;
  readonly live: Live;
}

export function SchedulesPage({ hub, live }: SchedulesPageProps) {
  const { data, error } = useLoaded(
    "schedules",
    (signal) => readSchedules(hub, signal),
    live,
    (changes) => changes.all || changes.instanceIds.some((id) => id.startsWith("@schedule@")),
  );
  const [creating, setCreating] = useState(false);
  const [done, setDone] = useState("");
  useEffect(() => {
    document.title = `Schedules · ${hub}`;
  }, [hub]);
  return (
    <>
      <div class="page-head">
        <h1>Schedules</h1>
        <button type="button" class="button primary" onClick={() => setCreating(true)}>
          <Icon name="plus" />
          Create schedule
        </button>
      </div>
      {error !== undefined && (
        <p class="notice bad" role="alert">
          {error.message}
        </p>
      )}
      <p class="done" role="status">
        {done}
      </p>
      {data !== undefined && (
        <section class="card table-card" aria-label="Schedules">
          {data.length === 0 ? (
            <NoSchedules />
          ) : (
            <ScheduleTable {...{ hub, onDone: setDone }} schedules={data} />
          )}
        </section>
      )}
      {creating && <ScheduleDialog hub={hub} onClose={() => setCreating(false)} onDone={setDone} />}
    </>
  );
}

/** All pages: schedules are few. */
async function readSchedules(hub: string, signal: AbortSignal): Promise<readonly ScheduleJson[]> {
  const schedules: ScheduleJson[] = [];
  let token = "";
  do {
    const answer = await callHub(hub, "GET", `schedules?continuationToken=${token}`, { signal });
    const { entities, continuationToken = "" } = (await answer.json()) as SchedulesJson;
    schedules.push(...entities);
    token = continuationToken;
  } while (token !== "");
  return schedules;
}

function NoSchedules() {
  return (
    <div class="empty">
      <h2>No schedules</h2>
      <p>
        A schedule starts an orchestration again and again. A worker whose SDK has its scheduled
        tasks switched on runs it.
      </p>
    </div>
  );
}

interface ScheduleTableProps {
  readonly hub: string;
  readonly schedules: readonly ScheduleJson[];
  readonly onDone: (text: string) => void;
}

function ScheduleTable({ hub, schedules, onDone }: ScheduleTableProps) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Schedule</th>
          <th scope="col">Status</th>
          <th scope="col">Starts</th>
          <th scope="col">Every</th>
          <th scope="col">Last run</th>
          <th scope="col">Next run</th>
          <th scope="col">
            <span class="hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {schedules.map((schedule) => (
          <Row
            key={schedule.ScheduleConfiguration.ScheduleId}
            hub={hub}
            schedule={schedule}
            onDone={onDone}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly hub: string;
  readonly schedule: ScheduleJson;
  readonly onDone: (text: string) => void;
}

const tones = ["pending", "running", "suspended"];
const labels = Object.keys(scheduleStatuses);

function Row({ hub, schedule, onDone }: RowProps) {
  const { ScheduleConfiguration: configuration, Status, LastRunAt, NextRunAt } = schedule;
  const { ScheduleId, OrchestrationName, Interval } = configuration;
  return (
    <tr>
      <td class="name">
        <Link to={detailPath(hub, `@schedule@${ScheduleId}`)} title="Its state">
          {ScheduleId}
        </Link>
      </td>
      <td>
        <span class={`badge tone-${tones[Status] ?? "pending"}`}>
          <span class="dot" aria-hidden="true" />
          {labels[Status] ?? "Unknown"}
        </span>
      </td>
      <td>{OrchestrationName}</td>
      <td class="number">{Interval}</td>
      <td class="when">{LastRunAt !== undefined && <Ago at={Date.parse(LastRunAt)} />}</td>
      <td class="when">{NextRunAt !== undefined && <Ago at={Date.parse(NextRunAt)} />}</td>
      <td>
        <RowActions hub={hub} id={ScheduleId} status={Status} onDone={onDone} />
      </td>
    </tr>
  );
}

interface RowActionsProps {
  readonly hub: string;
  readonly id: string;
  readonly status: number;
  readonly onDone: (text: string) => void;
}

function RowActions({ hub, id, status, onDone }: RowActionsProps) {
  const [deleting, setDeleting] = useState(false);
  const path = `schedules/${encodeURIComponent(id)}`;
  const isPaused = status === scheduleStatuses.Paused;
  const [action, text] = isPaused ? ["resume", "Resume"] : ["pause", "Pause"];
  const change = () =>
    callHub(hub, "POST", `${path}/${action}`).then(
      () => onDone(`${text}: sent to the worker of “${id}”.`),
      (error: Error) => onDone(error.message),
    );
  const remove = async () => {
    await callHub(hub, "DELETE", path);
    onDone(`Schedule “${id}” was deleted.`);
  };
  return (
    <div class="row-actions">
      <button type="button" class="button" aria-label={`${text} ${id}`} onClick={change}>
        <Icon name={isPaused ? "play" : "pause"} />
        {text}
      </button>
      <button
        type="button"
        class="button danger-text"
        aria-label={`Delete ${id}`}
        onClick={() => setDeleting(true)}
      >
        Delete
      </button>
      {deleting && (
        <Dialog
          title={`Delete schedule ${id}`}
          action="Delete"
          danger
          onSubmit={remove}
          onClose={() => setDeleting(false)}
        >
          <p>It starts nothing any more. What it has started stays.</p>
        </Dialog>
      )}
    </div>
  );
}
