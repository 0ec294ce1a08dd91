import { type Status, statuses } from "../core/status.ts";

/** The public protocol's name of a status, as its JSON has it. */
export function statusName(status: Status): string {
  return `ORCHESTRATION_STATUS_${status.toUpperCase()}`;
}

const byName = new Map<unknown, Status>(statuses.map((status) => [statusName(status), status]));

export function statusOfName(name: unknown): Status | undefined {
  return byName.get(name);
}
