import type { HistoryEvent } from "../core/history-event.ts";
import type { Reader } from "../store/reader.ts";
import type { HistoryView } from "./views.ts";

export interface HistoryRange {
  readonly from: number;
  readonly limit: number;
  /** Texts inside an event are cut to this length: a page of 1 MB payloads helps nobody. */
  readonly textMax: number;
}

export const historyLimitMax = 1_000;

/** A part of the history of the current execution; undefined when there is no such instance. */
export async function readHistory(
  reader: Reader,
  hub: string,
  instanceId: string,
  range: HistoryRange,
  now: number,
): Promise<HistoryView | undefined> {
  const view = await reader.instance(hub, instanceId);
  if (view === undefined) return undefined;
  const events = await reader.history(hub, instanceId, range.from, range.limit);
  return {
    now,
    executionId: view.orchestration.executionId,
    total: view.orchestration.historyLength,
    from: range.from,
    events: events.map((event) => cutTexts(event, range.textMax)),
  };
}

/** A cut text ends in "…"; one that is left whole stays the very string it was. */
function cutTexts(event: HistoryEvent, textMax: number): HistoryEvent {
  return JSON.parse(JSON.stringify(event), (_, value: unknown) =>
    typeof value === "string" && value.length > textMax ? `${value.slice(0, textMax)}…` : value,
  );
}

const textMaxDefault = 500;

/** Answers the text of what is wrong when the parameters make no range. */
export function historyRangeOf(parameters: URLSearchParams): HistoryRange | string {
  const from = Number(parameters.get("from") ?? 0);
  const limit = Number(parameters.get("limit") ?? historyLimitMax);
  if (!Number.isInteger(from) || from < 0) return "from is a whole number from 0";
  if (!Number.isInteger(limit) || limit < 1 || limit > historyLimitMax) {
    return `limit is a whole number from 1 to ${historyLimitMax}`;
  }
  // Whole texts are for looking into one event; a page of them could have gigabytes.
  const whole = parameters.get("whole") === "true" && limit === 1;
  return { from, limit, textMax: whole ? Number.POSITIVE_INFINITY : textMaxDefault };
}
