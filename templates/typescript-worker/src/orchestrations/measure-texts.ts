import { type OrchestrationContext, whenAll } from "@microsoft/durabletask-js";
import { measure } from "../activities.ts";

/** A fan-out: all activities at once, then one sum. */
export async function* measureTexts(
  context: OrchestrationContext,
  texts: readonly string[],
): AsyncGenerator<unknown, number, number[]> {
  const lengths = yield whenAll(texts.map((text) => context.callActivity(measure, text)));
  return lengths.reduce((sum, length) => sum + length, 0);
}
