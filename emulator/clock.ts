import { PassingMap } from "./passing-map.ts";

/** Time as the scheduler sees it: the machine's, plus what a test has skipped. */
export interface Clock {
  /** Milliseconds, with microseconds behind the point: since 1970 (UTC) unless the clock says. */
  now(): number;
  /** Moves time forward; everything that was due meanwhile is due now. */
  advance(millis: number): void;
  /** Calls back once `at` has come, at once when it has passed; the answer cancels. */
  wake(at: number, callback: () => void): () => void;
}

/** The longest delay that setTimeout takes. */
const delayMillisMax = 2 ** 31 - 1;

export function createClock(): Clock {
  return clockOver(createWallClock());
}

/**
 * Counts from the process's start: setting the machine's clock does not move it, and it stands
 * still while the machine sleeps.
 */
export function createSteadyClock(): Clock {
  return clockOver(() => performance.now());
}

function clockOver(time: () => number): Clock {
  let skipped = 0;
  const sleepers = new PassingMap<object, { readonly rearm: () => void }>();
  const now = () => time() + skipped;
  return {
    now,
    advance(millis) {
      skipped += millis;
      for (const sleeper of [...sleepers.values()]) sleeper.rearm();
    },
    wake(at, callback) {
      let handle: NodeJS.Timeout | undefined;
      const sleeper = { rearm };
      function rearm() {
        clearTimeout(handle);
        const delay = Math.min(Math.max(at - now(), 0), delayMillisMax);
        handle = setTimeout(() => {
          if (now() < at) return rearm();
          sleepers.delete(sleeper);
          callback();
        }, delay);
      }
      sleepers.set(sleeper, sleeper);
      rearm();
      return () => {
        clearTimeout(handle);
        sleepers.delete(sleeper);
      };
    },
  };
}

/**
 * The machine's time in whole microseconds: clients compare it with their own, which are as fine.
 * The milliseconds are always those of `Date.now()`; what is behind the point comes from the timer
 * that counts from the process's start, which knows neither a machine's sleep nor a set clock.
 */
function createWallClock(): () => number {
  let origin = performance.timeOrigin;
  return () => {
    const coarse = Date.now();
    const fine = origin + performance.now();
    if (fine < coarse) origin += coarse - fine;
    else if (fine > coarse + millisWithin) origin -= fine - (coarse + millisWithin);
    const inside = Math.min(Math.max(fine, coarse), coarse + millisWithin);
    return Math.floor(inside * 1_000) / 1_000;
  };
}

/** The last microsecond of a millisecond. */
const millisWithin = 0.999;
