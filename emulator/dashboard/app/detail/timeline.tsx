import { useContext, useMemo, useState } from "preact/hooks";
import type { HistoryEvent } from "../../../core/history-event.ts";
import type { InstanceRow } from "../../views.ts";
import { Now } from "../clock.tsx";
import { durationText, exactText } from "../format.ts";
import { ticksOf } from "../history/axis.ts";
import { type Bar, barsOf } from "../history/bars.ts";
import { Link } from "../navigation.tsx";
import { detailPath } from "../route.ts";
import { WindowPager } from "./window-pager.tsx";

interface TimelineProps {
  readonly hub: string;
  readonly instance: InstanceRow;
  readonly events: readonly HistoryEvent[];
}

/** The stretch of time that the axis covers. */
interface Span {
  readonly start: number;
  readonly length: number;
}

const pageSize = 100;

/** What took how long, and what waits now: open bars reach to the present and grow with it. */
export function Timeline({ hub, instance, events }: TimelineProps) {
  const ticking = useContext(Now);
  const [page, setPage] = useState(0);
  const { createdAt, completedAt } = instance;
  const bars = useMemo(() => barsOf(events, instance), [events, instance]);
  const shown = bars.slice(page * pageSize, (page + 1) * pageSize);
  const now = Math.max(ticking, instance.lastUpdatedAt);
  const span = { start: createdAt, length: Math.max(1, (completedAt ?? now) - createdAt) };
  return (
    <>
      <div class="timeline">
        <div class="axis" aria-hidden="true">
          <span />
          <div class="track">
            {ticksOf(span.length).map(({ place, text }) => (
              <span key={text} class="tick" style={{ left: `${place * 100}%` }}>
                {text}
              </span>
            ))}
          </div>
        </div>
        <ul>
          {shown.map((bar) => (
            <Line key={`${bar.index} ${bar.kind}`} hub={hub} bar={bar} span={span} now={now} />
          ))}
        </ul>
      </div>
      <WindowPager of="steps" total={bars.length} size={pageSize} page={page} onPage={setPage} />
    </>
  );
}

interface LineProps {
  readonly hub: string;
  readonly bar: Bar;
  readonly span: Span;
  readonly now: number;
}

function Line({ hub, bar, span, now }: LineProps) {
  const end = bar.end ?? now;
  const left = share(bar.start - span.start, span);
  const width = share(end - bar.start, span);
  const words = wordsOf(bar, now);
  return (
    <li>
      <span class="line-label">
        <span class={`glyph kind-${bar.kind}`} aria-hidden="true" />
        {bar.instanceId === undefined ? (
          <span title={bar.label}>{bar.label}</span>
        ) : (
          <Link to={detailPath(hub, bar.instanceId)} title={bar.instanceId}>
            {bar.label}
          </Link>
        )}
      </span>
      <div class="track" title={titleOf(bar, words)}>
        <span
          class={`bar kind-${bar.kind} is-${bar.outcome}`}
          style={
            bar.kind === "event" ? { left: `${left}%` } : { left: `${left}%`, width: `${width}%` }
          }
        />
        <span class="bar-words" style={wordsPlace(left, left + width)}>
          {words}
        </span>
      </div>
    </li>
  );
}

/** After the bar where there is room, else before it, else on it. All in percent of the track. */
function wordsPlace(left: number, right: number): { left: string } | { right: string } {
  if (right <= 70) return { left: `${right}%` };
  return left >= 30 ? { right: `${100 - left}%` } : { left: `${left}%` };
}

function titleOf(bar: Bar, words: string): string {
  const until = bar.end === undefined || bar.kind === "event" ? "" : `\nto ${exactText(bar.end)}`;
  return `${bar.label}: ${words}\nfrom ${exactText(bar.start)}${until}`;
}

function share(millis: number, span: Span): number {
  return Math.min(100, Math.max(0, (millis / span.length) * 100));
}

/** What is written at a bar: how long it took, or how long it has been waiting, and for what. */
function wordsOf({ kind, start, end, outcome, dueAt }: Bar, now: number): string {
  if (kind === "event") return "";
  const taken = durationText((end ?? now) - start);
  if (outcome === "open") {
    if (dueAt === undefined || dueAt <= now) return `${taken} so far`;
    const verb = kind === "queue" ? "starts" : "fires";
    return `${taken}, ${verb} in ${durationText(dueAt - now)}`;
  }
  if (outcome === "failed") return `failed after ${taken}`;
  if (outcome === "done") return taken;
  return kind === "queue" ? `${taken}, never taken up` : `${taken}, not awaited`;
}
