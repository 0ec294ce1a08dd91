import type { HistoryEvent } from "./history-event.ts";
import type { CommitTurn } from "./host-command.ts";
import { oversize } from "./limits.ts";

/** The refusal of the first payload of the turn that is too large, or nothing. */
export function oversizeIn({ customStatus, history, tasks, messages }: CommitTurn) {
  const events = [...tasks, ...messages.flatMap(({ event }) => event ?? []), ...history];
  for (const event of events) {
    const fault = oversizeOf(event);
    if (fault !== undefined) return fault;
  }
  return oversize("The custom status", customStatus);
}

/** The refusal of the event when its payload is too large, or nothing. */
export function oversizeOf({ eventType: body }: HistoryEvent): string | undefined {
  const value = body?.value ?? {};
  for (const field of ["input", "result", "output"] as const) {
    const payload = field in value ? (value as { [name: string]: unknown })[field] : undefined;
    if (typeof payload !== "string") continue;
    const fault = oversize(`The ${field} of ${body?.$case}`, payload);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
