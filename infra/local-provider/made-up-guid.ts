import { v5 as uuidFromName } from "uuid";

// Any fixed GUID will do.
const namespace = "0f4b2f6e-6a35-4c1c-9a0b-8f1a0a7c6d52";

/** The same GUID for the same words, so that a resource keeps its ids from run to run. */
export function madeUpGuid(...words: readonly string[]): string {
  return uuidFromName(words.join("|").toLowerCase(), namespace);
}
