import type { Clock } from "../../emulator/clock.ts";

/** A clock that stands still until it is moved. */
export function createScriptedClock(): Clock {
  let now = 0;
  let sleepers: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    advance(millis) {
      now += millis;
      const due = sleepers.filter(({ at }) => at <= now);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
    wake(at, callback) {
      const sleeper = { at, callback };
      sleepers.push(sleeper);
      return () => {
        sleepers = sleepers.filter((other) => other !== sleeper);
      };
    },
  };
}
