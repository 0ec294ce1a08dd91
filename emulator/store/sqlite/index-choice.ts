import type { Condition, Selection } from "./query.ts";

/** So many rows are quickly read and sorted, wherever they lie. */
export const fewRows = 10_000;

/** How rows are found. */
export type Choice = Pick<Selection, "index" | "piece">;

/**
 * The index by which to find a page or a count. A condition that few rows meet finds them itself.
 * Where every condition leaves many, walking along the order meets a page of them soon.
 */
export async function chooseIndex(
  conditions: readonly Condition[],
  fewBy: (condition: Condition, index: string) => Promise<Choice | undefined>,
  otherwise: string | undefined,
  whole: string,
): Promise<Choice> {
  let first: string | undefined;
  for (const condition of conditions) {
    const { index, pieces } = condition;
    if (index === undefined) continue;
    // Texts that many may have say nothing of where the rows lie.
    if (pieces === undefined) first ??= index;
    const few = await fewBy(condition, index);
    if (few !== undefined) return few;
  }
  return { index: otherwise ?? first ?? whole };
}
