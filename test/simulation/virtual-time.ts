import type { Clock } from "../../emulator/clock.ts";

/** Time that passes when the simulator says so, and the clocks that show it. */
export interface VirtualTime {
  now(): number;
  /** Moves the time of orchestrations, not the one of leases, as a test may do. */
  skip(millis: number): void;
  /** Lets time pass without waking anybody: what is due then is late. */
  pass(millis: number): void;
  /** Milliseconds until the earliest alarm; 0 when one is due, undefined when there is none. */
  readonly untilNext: number | undefined;
  /** Wakes the one that is due first. */
  wakeNext(): void;
  /** Clocks of one process: their alarms die with it. */
  clocks(): Clocks;
}

export interface Clocks {
  readonly orchestrations: Clock;
  readonly leases: Clock;
  stop(): void;
}

interface Alarm {
  readonly at: number;
  readonly number: number;
  readonly skipped: () => number;
  readonly callback: () => void;
}

/** An arbitrary day; nothing may depend on it. */
const beginning = 1_700_000_000_000;

export function createVirtualTime(): VirtualTime {
  let passed = beginning;
  let skipped = 0;
  let alarmCount = 0;
  const alarms = new Set<Alarm>();

  const waitOf = (alarm: Alarm) => Math.max(alarm.at - alarm.skipped() - passed, 0);

  function next(): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of alarms) {
      if (first === undefined || isBefore(alarm, first)) first = alarm;
    }
    return first;
  }

  function clock(own: Set<Alarm>, skip: () => number): Clock {
    return {
      now: () => passed + skip(),
      advance: (millis) => {
        skipped += millis;
      },
      wake(at, callback) {
        alarmCount += 1;
        const alarm = { at, number: alarmCount, skipped: skip, callback };
        alarms.add(alarm);
        own.add(alarm);
        return () => alarms.delete(alarm);
      },
    };
  }

  return {
    now: () => passed + skipped,
    skip(millis) {
      skipped += millis;
    },
    pass(millis) {
      passed += millis;
    },
    get untilNext() {
      const first = next();
      return first && waitOf(first);
    },
    wakeNext() {
      const first = next();
      if (first === undefined || waitOf(first) > 0) return;
      alarms.delete(first);
      first.callback();
    },
    clocks() {
      const own = new Set<Alarm>();
      return {
        orchestrations: clock(own, () => skipped),
        leases: clock(own, () => 0),
        stop() {
          for (const alarm of own) alarms.delete(alarm);
        },
      };
    },
  };
}

function isBefore(alarm: Alarm, other: Alarm): boolean {
  const at = alarm.at - alarm.skipped();
  const otherAt = other.at - other.skipped();
  return at < otherAt || (at === otherAt && alarm.number < other.number);
}
