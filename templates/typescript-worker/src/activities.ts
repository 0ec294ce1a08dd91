import type { ActivityContext } from "@microsoft/durabletask-js";

/** Activities do the work: anything that takes time, may fail or has effects. */
export async function greet(_: ActivityContext, city: string): Promise<string> {
  return `Hello, ${city}!`;
}

export async function measure(_: ActivityContext, text: string): Promise<number> {
  return text.length;
}
