/** Clients make and remove it again and again, beside the one that all else is about. */
export const otherHubName = "other";

/** Which orchestrations must be in the other hub, and which must not. */
export interface OtherHubLedger {
  /** A client is about to start it. The answer is to be called when that is acknowledged. */
  starting(instanceId: string): () => void;
  /** A client is about to remove the hub. The answer is to be called when that is acknowledged. */
  removing(): () => void;
  readonly acknowledged: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
}

export function createOtherHubLedger(): OtherHubLedger {
  const tried = new Set<string>();
  const acknowledged = new Set<string>();
  const removed = new Set<string>();
  let removalCount = 0;
  return {
    starting(instanceId) {
      tried.add(instanceId);
      const before = removalCount;
      return () => {
        // A removal may take it with it at any moment of its own.
        if (removalCount === before) acknowledged.add(instanceId);
      };
    },
    removing() {
      removalCount += 1;
      acknowledged.clear();
      const before = [...tried];
      return () => {
        for (const id of before) removed.add(id);
      };
    },
    acknowledged,
    removed,
  };
}
