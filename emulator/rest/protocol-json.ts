import type { HistoryEvent } from "../core/history-event.ts";
import type { Instant } from "../core/instant.ts";
import { type Status, statusOfNumber } from "../core/status.ts";
import { statusName } from "./status-name.ts";

/** A history event in the JSON form of the public protocol: the body under its own name. */
export function historyEventJson({ eventId, timestamp, eventType }: HistoryEvent): object {
  return {
    eventId,
    ...(timestamp !== undefined && { timestamp: instantJson(timestamp) }),
    ...(eventType !== undefined && { [eventType.$case]: fieldsJson(eventType.value) }),
  };
}

export function instantJson({ seconds, nanos }: Instant): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return nanos === 0 ? `${whole}Z` : `${whole}.${String(nanos).padStart(9, "0")}Z`;
}

export function millisJson(millis: number): string {
  return new Date(millis).toISOString();
}

/** Maps whose keys are the users' own are passed on untouched. */
const usersOwn = new Set(["properties", "tags"]);

/** What is absent is left out. */
function fieldsJson(value: object): object {
  const entries = Object.entries(value).flatMap(([name, field]: readonly [string, unknown]) => {
    if (field === undefined) return [];
    if (name === "orchestrationStatus") return [[name, numberedStatus(field)]];
    return [[name, usersOwn.has(name) ? field : fieldJson(field)]];
  });
  return Object.fromEntries(entries);
}

function fieldJson(field: unknown): unknown {
  if (typeof field !== "object" || field === null || Array.isArray(field)) return field;
  return isInstant(field) ? instantJson(field) : fieldsJson(field);
}

function isInstant(value: object): value is Instant {
  return "seconds" in value && "nanos" in value;
}

function numberedStatus(number: unknown): string {
  const status: Status | undefined =
    typeof number === "number" ? statusOfNumber(number) : undefined;
  return status === undefined ? "ORCHESTRATION_STATUS_CONTINUED_AS_NEW" : statusName(status);
}
