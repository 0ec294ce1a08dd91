/** How far apart the groups of commits begin. */
export interface Pace {
  /** A worker has answered what it held for so many milliseconds. */
  answered(heldMillis: number): void;
  /** A group begins. */
  begin(now: number): void;
  /** Milliseconds until the next group should begin; 0 or less when it may. */
  left(now: number): number;
}

/** The longest pause, in milliseconds: work that is held for long says little about its queue. */
const pauseMillisMax = 10;

/**
 * Workers that answer late have more than they get done: what they are told sooner only waits with
 * them. So a group begins no sooner after the last than half the shortest time for which any of
 * its work was held: fewer and larger groups, which cost less, and nobody waits longer for it. Who
 * does one thing at a time never meets a pause, for the last group began before he got his work.
 */
export function createPace(): Pace {
  let begun = Number.NEGATIVE_INFINITY;
  let shortest = Number.POSITIVE_INFINITY;
  return {
    answered(heldMillis) {
      shortest = Math.min(shortest, heldMillis);
    },
    begin(now) {
      begun = now;
      shortest = Number.POSITIVE_INFINITY;
    },
    left(now) {
      const isAnswer = Number.isFinite(shortest);
      return isAnswer ? begun + Math.min(shortest / 2, pauseMillisMax) - now : 0;
    },
  };
}
