import type { HistoryEvent } from "../../../core/history-event.ts";
import { millisOf } from "../../../core/instant.ts";
import { type Summary, summaryOf } from "./summary.ts";

export interface HistoryRow {
  /** Its place in the history, from 0. */
  readonly index: number;
  readonly event: HistoryEvent;
  readonly summary: Summary;
  /** Milliseconds since 1970. */
  readonly at: number | undefined;
}

/** One line per event; what ends a task says which, by name, and not only by number. */
export function rowsOf(events: readonly HistoryEvent[]): readonly HistoryRow[] {
  const names = new Map<number, string>();
  return events.map((event, index) => {
    const own = summaryOf(event.eventType);
    if (own.tone === "work" && own.text !== undefined) names.set(event.eventId, own.text);
    const ended = own.ends === undefined ? undefined : names.get(own.ends);
    const texts = [ended, own.text].filter((text) => text !== undefined && text !== "");
    const at = event.timestamp === undefined ? undefined : millisOf(event.timestamp);
    return { index, event, at, summary: { ...own, text: texts.join(" · ") } };
  });
}
