/** How far apart the groups of commits begin. */
export interface Pace {
  /** A worker has answered what it held for so many milliseconds; workers still hold `others`. */
  answered(heldMillis: number, others: number): void;
  /** A group begins. */
  begin(now: number): void;
  /** Milliseconds until the next group should begin; 0 or less when it may. */
  left(now: number): number;
}

/** The longest pause, in milliseconds: work that is held for long says little about its queue. */
const pauseMillisMax = 10;

/** Beside so many that workers hold, a pause is half as long as it could be. */
const manyHeld = 32;

/**
 * Workers that answer late have more than they get done: what they are told sooner only waits with
 * them. So a group begins no sooner after the last than the shortest time for which any of its work
 * was held: fewer and larger groups, which cost less, and hardly anybody waits longer for it. The
 * less they still hold, the shorter is the pause, and there is none beside nothing: who does one
 * thing at a time has no queue.
 */
export function createPace(): Pace {
  let begun = Number.NEGATIVE_INFINITY;
  let shortest = Number.POSITIVE_INFINITY;
  let others = 0;
  return {
    answered(heldMillis, othersNow) {
      shortest = Math.min(shortest, heldMillis);
      others = othersNow;
    },
    begin(now) {
      begun = now;
      shortest = Number.POSITIVE_INFINITY;
    },
    left(now) {
      if (!Number.isFinite(shortest)) return 0;
      const pause = (shortest * others) / (others + manyHeld);
      return begun + Math.min(pause, pauseMillisMax) - now;
    },
  };
}
