import type { OrchestrationContext } from "@microsoft/durabletask-js";
import { greet } from "../activities.ts";

/** A chain: each activity begins when the one before it has ended. */
export async function* greetCities(
  context: OrchestrationContext,
  cities: readonly string[],
): AsyncGenerator<unknown, string[], string> {
  const greetings: string[] = [];
  for (const city of cities) greetings.push(yield context.callActivity(greet, city));
  return greetings;
}
