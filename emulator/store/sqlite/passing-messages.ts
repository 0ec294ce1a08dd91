import type { Write } from "../port.ts";

/**
 * The group without the messages that arrive in it and are consumed later in it, which nobody
 * would ever read: their bytes need not be in the journal either. Their removal stays: one that
 * was on its way has a row from before.
 */
export function withoutPassingMessages(group: readonly Write[]): readonly Write[] {
  const arrivals = new Map<number, Write>();
  const passing = new Set<Write>();
  for (const write of group) {
    const { change } = write;
    if (change.type === "message-received") arrivals.set(change.message.sequence, write);
    if (change.type !== "messages-removed") continue;
    for (const sequence of change.sequences) {
      const arrival = arrivals.get(sequence);
      if (arrival !== undefined) passing.add(arrival);
    }
  }
  return passing.size === 0 ? group : group.filter((write) => !passing.has(write));
}
