/** A skip that CI accepts. Everything else must run there: a reason is not an excuse. */
export interface AllowedSkip {
  /** Matches the skipped test as the reporter prints it: file, full name and reason. */
  readonly test: RegExp;
  /** Why it cannot be had on a machine that reaches package registries and nothing else. */
  readonly reason: string;
}

export const allowedSkips: readonly AllowedSkip[] = [
  { test: /\.NET/, reason: "its runtime comes from a download site, not from a registry" },
  { test: /no right to mount a file system/, reason: "needs root, or a user namespace" },
  { test: /strace cannot be had/, reason: "needs the right to trace processes" },
  { test: /real Azure/, reason: "needs a subscription and credentials" },
];
