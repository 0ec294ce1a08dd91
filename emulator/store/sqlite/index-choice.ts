import type { Condition, Selection } from "./query.ts";

/** So many rows are quickly read and sorted, wherever they lie. */
export const fewRows = 10_000;

export type Choice = Pick<Selection, "index" | "pieces">;

/**
 * The index by which to find a page or a count. A condition that few rows meet finds them itself.
 * Where every condition leaves many, walking along the order meets a page of them soon.
 */
export async function chooseIndex(
  conditions: readonly Condition[],
  isMetByFew: (condition: Condition, index: string) => Promise<boolean>,
  otherwise: string | undefined,
  whole: string,
): Promise<Choice> {
  let first: string | undefined;
  for (const condition of conditions) {
    const { index, pieces } = condition;
    if (index === undefined) continue;
    // Texts that many may contain are found on the way along an order.
    if (pieces === undefined) first ??= index;
    if (await isMetByFew(condition, index)) return { index, pieces };
  }
  return { index: otherwise ?? first ?? whole };
}
