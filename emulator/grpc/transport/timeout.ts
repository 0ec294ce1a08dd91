const unitMillis: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** Milliseconds of a `grpc-timeout`, rounded up; undefined when it is none. */
export function timeoutMillis(value: string): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,8})([HMSmun])$/.exec(value) ?? [];
  const millis = unitMillis[unit];
  return millis === undefined ? undefined : Math.ceil(Number(digits) * millis);
}
