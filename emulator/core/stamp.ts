/**
 * What a decision may know of the world besides its arguments: the time, and names nobody has used.
 * Made in one place by the hub, scripted by the simulator, so that a decision can be replayed.
 */
export interface Stamp {
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
  /** The next number of one rising sequence per store; orders messages and names tasks. */
  readonly sequence: () => number;
  /** A new identifier of 32 lower-case hexadecimal digits, the shape of an execution id. */
  readonly identifier: () => string;
}
