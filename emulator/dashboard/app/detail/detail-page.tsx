import { useEffect, useState } from "preact/hooks";
import type { DetailView } from "../../views.ts";
import { ApiFault, read } from "../api.ts";
import { setClock } from "../clock.tsx";
import { CopyButton } from "../copy-button.tsx";
import { noHistory } from "../history/grown.ts";
import { useHistory } from "../history/use-history.ts";
import { Icon } from "../icons.tsx";
import { lastList } from "../list/last-list.ts";
import { type Live, useLoaded } from "../live.ts";
import { goInstead, Link, usePlace } from "../navigation.tsx";
import { listPath } from "../route.ts";
import { StatusBadge } from "../status.tsx";
import { Actions } from "./actions.tsx";
import { Children } from "./children.tsx";
import { Facts } from "./facts.tsx";
import { FailureCard } from "./failure-card.tsx";
import { HistoryTable } from "./history-table.tsx";
import { PayloadCard } from "./payload-card.tsx";
import { Timeline } from "./timeline.tsx";

interface DetailPageProps {
  readonly hub: string;
  readonly id: string;
  readonly live: Live;
}

export function DetailPage({ hub, id, live }: DetailPageProps) {
  const { data, error } = useLoaded(
    "detail",
    async (signal) => {
      const detail = await read<DetailView>("instance", { hub, id }, signal);
      setClock(detail.now);
      return detail;
    },
    live,
    (changes) => changes.all || changes.instanceIds.includes(id),
  );
  const name = data?.instance.name;
  useEffect(() => {
    document.title = `${name ?? id} · ${hub}`;
  }, [name, hub, id]);

  return (
    <>
      <Link to={lastList(hub) ?? listPath(hub)} class="way-back">
        <Icon name="left" />
        Orchestrations
      </Link>
      {error !== undefined && (
        <p class="notice bad" role="alert">
          {error.message}
        </p>
      )}
      {data !== undefined && !(error instanceof ApiFault && error.status === 404) && (
        <Detail hub={hub} detail={data} live={live} />
      )}
    </>
  );
}

interface DetailProps {
  readonly hub: string;
  readonly detail: DetailView;
  readonly live: Live;
}

function Detail({ hub, detail, live }: DetailProps) {
  const { instance, failure } = detail;
  const payload = { hub, id: instance.instanceId };
  return (
    <>
      <div class="page-head">
        <div>
          <h1>
            {instance.name} <StatusBadge status={instance.status} />
          </h1>
          <p class="mono quiet id-line">
            {instance.instanceId}
            <CopyButton text={instance.instanceId} label="Copy instance id" small />
          </p>
        </div>
        <Actions hub={hub} detail={detail} />
      </div>
      <Facts hub={hub} detail={detail} />
      {failure !== undefined && <FailureCard failure={failure} />}
      <div class="columns">
        <Course hub={hub} detail={detail} live={live} />
        <div class="side">
          <PayloadCard {...payload} title="Input" name="input" payload={detail.input} />
          <PayloadCard {...payload} title="Output" name="output" payload={detail.output} />
          <PayloadCard
            {...payload}
            title="Custom status"
            name="customStatus"
            payload={detail.customStatus}
          />
          <Children hub={hub} id={instance.instanceId} live={live} />
        </div>
      </div>
    </>
  );
}

const views = [
  { name: "timeline", title: "Timeline" },
  { name: "history", title: "History" },
] as const;

/** What happened, as a timeline or as a table; which of them is in the page's address. */
function Course({ hub, detail, live }: DetailProps) {
  const { instance } = detail;
  const place = usePlace();
  const [first, setFirst] = useState(noHistory);
  const { data, error } = useHistory(hub, instance.instanceId, live, setFirst);
  const history = data ?? first;
  const view = place.query.get("view") === "history" ? "history" : "timeline";

  return (
    <section class="card course" aria-label="What happened">
      <div class="tabs" role="tablist">
        {views.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={view === name}
            onClick={() => goInstead(`${place.path}?view=${name}`)}
          >
            {title}
          </button>
        ))}
        <span class="grow" />
        <span class="quiet count-line">
          {history.events.length < detail.historyLength &&
            `${history.events.length.toLocaleString("en-US")} of `}
          {detail.historyLength.toLocaleString("en-US")} events
        </span>
      </div>
      {error !== undefined && <p class="notice bad">{error.message}</p>}
      <div role="tabpanel" aria-label={view === "history" ? "History" : "Timeline"}>
        {view === "history" ? (
          <HistoryTable hub={hub} instance={instance} events={history.events} />
        ) : (
          <Timeline hub={hub} instance={instance} events={history.events} />
        )}
      </div>
    </section>
  );
}
