/** A point in time as the wire carries it: whole seconds since 1970 (UTC), nanoseconds within. */
export interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

/** To the microsecond, which is as fine as our clock and some clients are. */
export function instantOf(millis: number): Instant {
  const seconds = Math.floor(millis / 1000);
  return { seconds, nanos: Math.round((millis - seconds * 1000) * 1_000) * 1_000 };
}

/** Milliseconds since 1970, to the microsecond; undoes `instantOf`. */
export function exactMillisOf(instant: Instant): number {
  return instant.seconds * 1000 + instant.nanos / 1_000_000;
}

/** Milliseconds since 1970, rounded up: nothing that waits for an instant may happen before it. */
export function millisOf(instant: Instant): number {
  return instant.seconds * 1000 + Math.ceil(instant.nanos / 1_000_000);
}
