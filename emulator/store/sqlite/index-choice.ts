import type { Condition } from "./query.ts";

/** So many rows are quickly read and sorted, wherever they lie. */
export const fewRows = 10_000;

/**
 * The index by which to find a page or a count. A condition that few rows meet finds them itself.
 * Where every condition leaves many, walking along the order meets a page of them soon.
 */
export async function chooseIndex(
  conditions: readonly Condition[],
  isMetByFew: (condition: Condition, index: string) => Promise<boolean>,
  otherwise: string | undefined,
  whole: string,
): Promise<string> {
  let first: string | undefined;
  for (const condition of conditions) {
    if (condition.index === undefined) continue;
    first ??= condition.index;
    if (await isMetByFew(condition, condition.index)) return condition.index;
  }
  return otherwise ?? first ?? whole;
}
