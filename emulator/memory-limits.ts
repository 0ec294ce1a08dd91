/** How much of a hub is kept in memory beside the store, which holds all of it. */
export interface MemoryLimits {
  /** Idle orchestrations, and as many entities. */
  readonly instanceCount: number;
  /** History of orchestrations that are in memory. */
  readonly historyBytes: number;
  /** The next of the messages that are on their way. */
  readonly messageCount: number;
  /** Waiting tasks with their payload; the others are read when they are handed out. */
  readonly taskCount: number;
}

export const memoryLimits: MemoryLimits = {
  instanceCount: 4_000,
  historyBytes: 64 * 1024 * 1024,
  messageCount: 20_000,
  taskCount: 5_000,
};
