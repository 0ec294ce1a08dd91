import type { OrchestrationContext } from "@microsoft/durabletask-js";

/** Waits for a person: the event "decision" carries what was decided. */
export async function* approve(
  context: OrchestrationContext,
  request: string,
): AsyncGenerator<unknown, string, string> {
  context.setCustomStatus("waiting for a decision");
  const decision = yield context.waitForExternalEvent("decision");
  return `${request}: ${decision}`;
}
