import { arrival } from "./event.ts";
import type { EventBody, HistoryEvent } from "./history-event.ts";
import { entityIdOf, isEntityId } from "./instance-id.ts";
import type { Message } from "./message.ts";
import type { Stamp } from "./stamp.ts";

/** A message for any execution of the target, visible at once. */
export function send(target: string, body: EventBody, stamp: Stamp): Message {
  return post({ target, event: arrival(stamp.now, body) }, stamp);
}

/** An entity is reached in whatever case its name is written. */
export function post(
  letter: {
    readonly target: string;
    readonly event: HistoryEvent;
    readonly executionId?: string | undefined;
    readonly visibleAt?: number;
  },
  stamp: Stamp,
): Message {
  const { target } = letter;
  return {
    sequence: stamp.sequence(),
    target: isEntityId(target) ? (entityIdOf(target) ?? target) : target,
    executionId: letter.executionId,
    visibleAt: letter.visibleAt ?? stamp.now,
    event: letter.event,
  };
}
