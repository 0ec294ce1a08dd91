import { emptyHub, isRemovedName } from "./hub-removal.ts";
import type { Writer } from "./writer.ts";

/** Hub names and their keys; names compare without regard to case at the edge, exactly here. */
export type HubKeys = Map<string, number>;

/** Those that there are. What a stopped process was removing is removed beside everything else. */
export async function takeUpHubs(writer: Writer): Promise<HubKeys> {
  const rows = await writer.all("SELECT key, name FROM hubs ORDER BY key");
  const hubs = rows.map((row) => [String(row.name), Number(row.key)] as const);
  for (const [name, key] of hubs) {
    // A failure is met by the next commit, for nothing more is written after one.
    if (isRemovedName(name)) emptyHub(writer, key).catch(() => {});
  }
  return new Map(hubs.filter(([name]) => !isRemovedName(name)));
}
