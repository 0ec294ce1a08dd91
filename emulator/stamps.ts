import type { Clock } from "./clock.ts";
import type { Stamp } from "./core/stamp.ts";
import type { Store } from "./store/port.ts";

/** The one place that makes time and names for decisions: numbers go on where the store ends. */
export async function createStamps(
  store: Pick<Store, "lastSequence">,
  clock: Pick<Clock, "now">,
  identifier: () => string,
): Promise<() => Stamp> {
  let last = await store.lastSequence();
  const sequence = () => {
    last += 1;
    return last;
  };
  return () => ({ now: clock.now(), sequence, identifier });
}
