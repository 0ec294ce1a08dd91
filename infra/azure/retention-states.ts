/** The finished states that a retention policy can name, by the argument that sets each. */
export const retentionStates = {
  completed: "Completed",
  failed: "Failed",
  terminated: "Terminated",
  canceled: "Canceled",
} as const;
