import type { Change } from "./change.ts";
import type { Message } from "./message.ts";

/** What follows from a command: facts about this instance, and messages for any instance. */
export interface Decision {
  readonly ok: true;
  readonly changes: readonly Change[];
  readonly messages: readonly Message[];
}

export function decision(changes: readonly Change[], messages: readonly Message[] = []): Decision {
  return { ok: true, changes, messages };
}

export const nothing: Decision = decision([]);
