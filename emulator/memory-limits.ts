/**
 * How much of a hub is kept in memory beside the store, which holds all of it. Lengths are in
 * characters of text.
 */
export interface MemoryLimits {
  /** Idle orchestrations, and as many entities. */
  readonly instanceCount: number;
  /** History of orchestrations that are in memory. */
  readonly historyBytes: number;
  /**
   * Payloads and messages that come into memory between two sweeps, each of which forgets what was
   * idle since the one before. To count what comes is cheaper than to know what an instance holds.
   */
  readonly arrivedLength: number;
  /** The next of the messages that are on their way. */
  readonly messageCount: number;
  /** Their text together; a scheduled start may have a large input. */
  readonly messageLength: number;
  /** Waiting tasks with their payload; the others are read when they are handed out. */
  readonly taskCount: number;
  /** Their text together. */
  readonly taskLength: number;
}

export const memoryLimits: MemoryLimits = {
  instanceCount: 4_000,
  historyBytes: 64 * 1024 * 1024,
  arrivedLength: 32 * 1024 * 1024,
  messageCount: 20_000,
  messageLength: 32 * 1024 * 1024,
  taskCount: 5_000,
  taskLength: 32 * 1024 * 1024,
};
