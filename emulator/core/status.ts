/** The stored statuses. Continued-as-new is never one: it happens within running. */
export type Status = "pending" | "running" | "suspended" | "completed" | "failed" | "terminated";

/** The public protocol's numbers. 2 (continued as new) and 4 (canceled) are never stored. */
export const statusNumbers = {
  running: 0,
  completed: 1,
  failed: 3,
  terminated: 5,
  pending: 6,
  suspended: 7,
} as const satisfies Record<Status, number>;

export const continuedAsNewNumber = 2;

export const statuses = Object.keys(statusNumbers) as readonly Status[];

const names = new Map<number, Status>(statuses.map((status) => [statusNumbers[status], status]));

export function statusOfNumber(number: number): Status | undefined {
  return names.get(number);
}

export type TerminalStatus = "completed" | "failed" | "terminated";

export function isTerminal(status: Status): status is TerminalStatus {
  return status === "completed" || status === "failed" || status === "terminated";
}
