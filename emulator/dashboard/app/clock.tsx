import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { exactText, relativeText } from "./format.ts";

/** How far the scheduler's clock is ahead of the browser's; a test may have moved it by days. */
let aheadMillis = 0;

const moved = new EventTarget();

/** Answers take their time to arrive; less than this is no difference between two clocks. */
const jitterMillis = 250;

/** Called with every answer that carries the scheduler's time. */
export function setClock(now: number): void {
  const ahead = now - Date.now();
  if (Math.abs(ahead - aheadMillis) < jitterMillis) return;
  aheadMillis = ahead;
  moved.dispatchEvent(new Event("moved"));
}

function schedulerNow(): number {
  return Date.now() + aheadMillis;
}

export const Now = createContext(0);

/** The scheduler's time, once a second while the page is looked at and whenever it was moved. */
export function useTicking(): number {
  const [now, setNow] = useState(schedulerNow);
  useEffect(() => {
    const tick = () => {
      if (document.visibilityState === "visible") setNow(schedulerNow());
    };
    const timer = setInterval(tick, 1_000);
    document.addEventListener("visibilitychange", tick);
    moved.addEventListener("moved", tick);
    return () => {
      clearInterval(timer);
      moved.removeEventListener("moved", tick);
      document.removeEventListener("visibilitychange", tick);
    };
  }, []);
  return now;
}

/** A relative time that stays true, with the exact one on hover. */
export function Ago({ at }: { readonly at: number }) {
  const now = useContext(Now);
  return (
    <time dateTime={new Date(at).toISOString()} title={exactText(at)}>
      {relativeText(at, now)}
    </time>
  );
}
