import type { Rejection } from "../core/rejection.ts";
import type { Done } from "../scheduler.ts";

/** As many as one forced termination may name in the protocol. */
const idsMax = 500;

/** The ids in a body that is a list of them, or the text of what is wrong with it. */
export function idsIn(body: unknown): readonly string[] | string {
  if (!Array.isArray(body) || !body.every((id) => typeof id === "string")) {
    return 'the body is a list of ids: ["a", "b"]';
  }
  return countFault(body) ?? body;
}

export function countFault(ids: readonly unknown[]): string | undefined {
  return ids.length > idsMax
    ? `${ids.length} ids are too many; at most ${idsMax} go into one request`
    : undefined;
}

type Act = () => Promise<Done | Rejection>;

/** The same for each id; one that is named twice is taken once. */
export function each(
  ids: readonly string[],
  act: (id: string) => Promise<Done | Rejection>,
): ReadonlyMap<string, Act> {
  return new Map(ids.map((id) => [id, () => act(id)]));
}

/** Does them all together, so that they share commits; answers the ids of those that refused. */
export async function failedIds(acts: ReadonlyMap<string, Act>): Promise<readonly string[]> {
  const results = await Promise.all(
    [...acts].map(async ([id, act]) => ({ id, result: await act() })),
  );
  return results.filter(({ result }) => !result.ok).map(({ id }) => id);
}
