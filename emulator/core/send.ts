import { arrival } from "./event.ts";
import type { EventBody, HistoryEvent } from "./history-event.ts";
import type { Message } from "./message.ts";
import type { Stamp } from "./stamp.ts";

/** A message for any execution of the target, visible at once. */
export function send(target: string, body: EventBody, stamp: Stamp): Message {
  return post({ target, event: arrival(stamp.now, body) }, stamp);
}

export function post(
  letter: {
    readonly target: string;
    readonly event: HistoryEvent;
    readonly executionId?: string | undefined;
    readonly visibleAt?: number;
  },
  stamp: Stamp,
): Message {
  return {
    sequence: stamp.sequence(),
    target: letter.target,
    executionId: letter.executionId,
    visibleAt: letter.visibleAt ?? stamp.now,
    event: letter.event,
  };
}
