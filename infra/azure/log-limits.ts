/** How long a Log Analytics workspace keeps logs, in days; the first 31 are free of charge. */
export const logRetentionDays = { min: 30, max: 730 } as const;
