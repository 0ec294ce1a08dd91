/** What one replica of a container app may use, and how many there may be. */
export const containerAppLimits = {
  /** Cores come in steps of this size; every core brings 2 GiB of memory. */
  coresStep: 0.25,
  coresMax: 4,
  memoryGibibytesPerCore: 2,
  replicasMax: 1_000,
} as const;
