import type { OrchestrationContext } from "@microsoft/durabletask-js";

/** A durable timer: the process may stop and start meanwhile. */
export async function* remind(
  context: OrchestrationContext,
  { seconds, text }: { readonly seconds: number; readonly text: string },
): AsyncGenerator<unknown, string, void> {
  yield context.createTimer(seconds);
  return `Reminder: ${text}`;
}
