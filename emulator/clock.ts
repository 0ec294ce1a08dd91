/** Time as the scheduler sees it: the machine's, plus what a test has skipped. */
export interface Clock {
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Moves time forward; everything that was due meanwhile is due now. */
  advance(millis: number): void;
  /** Calls back once `at` has come, at once when it has passed; the answer cancels. */
  wake(at: number, callback: () => void): () => void;
}

/** The longest delay that setTimeout takes. */
const delayMillisMax = 2 ** 31 - 1;

export function createClock(): Clock {
  let skipped = 0;
  const sleepers = new Set<{ readonly rearm: () => void }>();
  const now = () => Date.now() + skipped;
  return {
    now,
    advance(millis) {
      skipped += millis;
      for (const sleeper of [...sleepers]) sleeper.rearm();
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
      sleepers.add(sleeper);
      rearm();
      return () => {
        clearTimeout(handle);
        sleepers.delete(sleeper);
      };
    },
  };
}
