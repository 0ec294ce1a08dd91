import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ChangesView } from "../views.ts";
import { addressOf, read } from "./api.ts";

export type LiveState = "connecting" | "live" | "paused" | "lost";

export interface Live {
  readonly state: LiveState;
  readonly setPaused: (paused: boolean) => void;
  /** Calls back with what changed; `all` also when something may have been missed. */
  readonly listen: (listener: Listener) => () => void;
}

type Listener = (changes: ChangesView) => void;

const everything: ChangesView = { instanceIds: [], all: true };

/**
 * The changes of one hub as they happen. The stream is closed while the page is hidden: browsers
 * allow few connections per server, and a forgotten tab should not hold one.
 */
export function useLive(hub: string | undefined): Live {
  const listeners = useMemo(() => new Set<Listener>(), []);
  const [paused, setPaused] = useState(false);
  const [state, setState] = useState<LiveState>("connecting");
  const visible = useVisible();

  useEffect(() => {
    if (hub === undefined || paused || !visible) return;
    const tell = (changes: ChangesView) => {
      for (const listener of listeners) listener(changes);
    };
    const source = new EventSource(addressOf("changes", { hub }));
    source.addEventListener("open", () => {
      setState("live");
      tell(everything);
    });
    source.addEventListener("error", () => {
      setState("lost");
      // Refused, and not only cut: asking for anything says why, and leads to the form if need be.
      if (source.readyState === EventSource.CLOSED) read("overview", {}).catch(() => {});
    });
    source.addEventListener("changes", (event) => {
      const changes = JSON.parse(event.data) as ChangesView;
      if (changes.all || changes.instanceIds.length > 0) tell(changes);
    });
    return () => source.close();
  }, [hub, paused, visible, listeners]);

  return {
    state: paused ? "paused" : state,
    setPaused,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const update = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);
  return visible;
}

export interface Loaded<Data> {
  /** The last that was loaded for this key; kept while a newer one is on its way. */
  readonly data: Data | undefined;
  readonly error: Error | undefined;
}

const pauseMillis = 300;

/**
 * Loads for a key, and again whenever `matters` says a change matters: one request at a time, and a
 * breath between two, so that a busy hub costs the page no more than a quiet one. What no commit
 * tells of is asked for again every `everyMillis`, while somebody looks.
 */
export function useLoaded<Data>(
  key: string,
  load: (signal: AbortSignal) => Promise<Data>,
  live: Live,
  matters: (changes: ChangesView) => boolean,
  everyMillis?: number,
): Loaded<Data> {
  const [loaded, setLoaded] = useState<{ key: string; data?: Data; error?: Error }>({ key });
  const latest = useRef({ load, matters });
  latest.current = { load, matters };

  useEffect(() => {
    const left = new AbortController();
    let running = false;
    let again = false;
    const run = async () => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      try {
        const data = await latest.current.load(left.signal);
        if (!left.signal.aborted) setLoaded({ key, data });
      } catch (error) {
        if (left.signal.aborted || !(error instanceof Error)) return;
        setLoaded((before) => (before.key === key ? { ...before, error } : { key, error }));
      }
      setTimeout(() => {
        running = false;
        if (!again || left.signal.aborted) return;
        again = false;
        run();
      }, pauseMillis);
    };
    const stop = live.listen((changes) => {
      if (latest.current.matters(changes)) run();
    });
    run();
    const timer =
      everyMillis === undefined
        ? undefined
        : setInterval(() => document.visibilityState === "visible" && run(), everyMillis);
    return () => {
      left.abort();
      stop();
      clearInterval(timer);
    };
  }, [key, everyMillis]);

  const current = loaded.key === key ? loaded : { data: undefined, error: undefined };
  return { data: current.data, error: current.error };
}
