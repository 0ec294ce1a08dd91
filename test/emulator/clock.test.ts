import { expect, test, vi } from "vitest";
import { createClock, createSteadyClock } from "../../emulator/clock.ts";
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

test("a steady clock goes on where the machine's is set back", async () => {
  const clock = createSteadyClock();
  const [before, woken] = [clock.now(), Promise.withResolvers<void>()];
  clock.wake(before + 5, woken.resolve);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_600_000 });
  try {
    await woken.promise;
    expect(clock.now()).toBeGreaterThanOrEqual(before + 5);
    expect(clock.now()).toBeLessThan(before + 60_000);
  } finally {
    vi.useRealTimers();
  }
});

test("a time survives the wire to the microsecond", () => {
  for (let micros = 0; micros < 5_000; micros += 7) {
    const millis = (1_800_000_000_000_000 + micros) / 1_000;
    const instant = instantOf(millis);
    expect(instant.nanos).toBe(micros * 1_000);
    expect(exactMillisOf(instant)).toBe(millis);
  }
});
