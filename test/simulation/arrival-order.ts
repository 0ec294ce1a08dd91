import { isStart } from "../../emulator/core/event.ts";
import type { Message } from "../../emulator/core/message.ts";
import type { Demand } from "./findings.ts";

/** What has arrived for each instance and has not been consumed, as it is written. */
export interface ArrivalOrder {
  received(message: Message): void;
  removed(instanceId: string, sequences: readonly number[]): void;
  /** Nothing is left of the instance. */
  gone(instanceId: string): void;
}

/** A store keeps no order but that of the numbers, so this must be the one of arrival. */
export function createArrivalOrder(demand: Demand): ArrivalOrder {
  const inboxes = new Map<string, Set<number>>();

  return {
    received({ target, sequence, event }) {
      const inbox = inboxes.get(target) ?? new Set();
      const others = [...inbox].filter((other) => other !== sequence);
      inboxes.set(target, inbox.add(sequence));
      const isInOrder = isStart(event)
        ? others.every((other) => sequence < other)
        : others.every((other) => other < sequence);
      const text = () => `#${sequence} for ${target}, where ${others} are`;
      demand(isInOrder, "What arrives comes last, and a start before all", text);
    },
    removed(instanceId, sequences) {
      for (const sequence of sequences) inboxes.get(instanceId)?.delete(sequence);
    },
    gone: (instanceId) => inboxes.delete(instanceId),
  };
}
