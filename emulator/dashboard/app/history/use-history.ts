import { useRef } from "preact/hooks";
import type { HistoryView } from "../../views.ts";
import { read } from "../api.ts";
import { type Live, type Loaded, useLoaded } from "../live.ts";
import { grown, type LoadedHistory, noHistory } from "./grown.ts";

const partLength = 1_000;
/** Beyond this the page would hold too much; the history table says so. */
export const eventsMax = 50_000;

/**
 * The history of an instance, part by part and then only what is new. `onPart` lets the page show
 * the first events of a long history while the rest is on its way.
 */
export function useHistory(
  hub: string,
  instanceId: string,
  live: Live,
  onPart: (history: LoadedHistory) => void,
): Loaded<LoadedHistory> {
  const loaded = useRef<{ id: string; history: LoadedHistory }>({ id: "", history: noHistory });
  const load = async (signal: AbortSignal): Promise<LoadedHistory> => {
    let history = loaded.current.id === instanceId ? loaded.current.history : noHistory;
    for (;;) {
      const from = history.events.length;
      const parameters = { hub, id: instanceId, from: `${from}`, limit: `${partLength}` };
      const part = await read<HistoryView>("history", parameters, signal);
      const replaced = part.executionId !== history.executionId && from > 0;
      history = grown(history, part);
      loaded.current = { id: instanceId, history };
      if (replaced) continue;
      if (part.events.length < partLength || history.events.length >= eventsMax) return history;
      onPart(history);
    }
  };
  return useLoaded(`${hub}\n${instanceId}`, load, live, (changes) => {
    return changes.all || changes.instanceIds.includes(instanceId);
  });
}
