import { expect, test } from "vitest";
import { createClock } from "../../emulator/clock.ts";
import { exactMillisOf, instantOf } from "../../emulator/core/instant.ts";

test("the clock is the machine's to the millisecond and goes on in microseconds", () => {
  const clock = createClock();
  const times = new Set<number>();
  for (let count = 0; count < 10_000; count++) {
    const before = Date.now();
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(Math.floor(now)).toBeLessThanOrEqual(Date.now());
    times.add(now);
  }
  expect(times.size).toBeGreaterThan(100);
});

test("a time survives the wire to the microsecond", () => {
  for (let micros = 0; micros < 5_000; micros += 7) {
    const millis = (1_800_000_000_000_000 + micros) / 1_000;
    const instant = instantOf(millis);
    expect(instant.nanos).toBe(micros * 1_000);
    expect(exactMillisOf(instant)).toBe(millis);
  }
});
