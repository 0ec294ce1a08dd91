import type { World } from "./world.ts";

/** Of all that was handed out, no two live leases are on the same work. */
export function checkLeases({ process, tokens, demand }: World): void {
  const held = new Set<string>();
  for (const [token, work] of tokens) {
    const lease = process.hub?.dispatcher.leaseOf(token);
    if (lease === undefined) {
      tokens.delete(token);
      continue;
    }
    demand(!held.has(work), "No work is leased twice", () => work);
    held.add(work);
  }
}
