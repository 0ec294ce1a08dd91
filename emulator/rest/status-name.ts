import { type Status, statuses } from "../core/status.ts";

/** The public protocol's name of a status, as its JSON has it. */
export function statusName(status: Status): string {
  return `ORCHESTRATION_STATUS_${status.toUpperCase()}`;
}

const byName = new Map<unknown, Status>(statuses.map((status) => [statusName(status), status]));

/** Undefined also for the two that the protocol has and no instance ever is in. */
export function statusOfName(name: string): Status | undefined {
  return byName.get(name);
}

const neverStored = ["ORCHESTRATION_STATUS_CANCELED", "ORCHESTRATION_STATUS_CONTINUED_AS_NEW"];

export function isStatusName(name: string): boolean {
  return byName.has(name) || neverStored.includes(name);
}
