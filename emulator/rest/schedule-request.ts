import { lengthFault } from "../core/instance-id.ts";
import { oversize } from "../core/limits.ts";
import type { Fields } from "./fields.ts";
import { timeSpanMillis } from "./time-span.ts";

export const scheduleShape = {
  ScheduleId: "text",
  OrchestrationName: "text",
  Interval: "text",
  OrchestrationInput: "text",
  OrchestrationInstanceId: "text",
  StartAt: "time",
  EndAt: "time",
  StartImmediatelyIfLate: "flag",
} as const;

/** What a schedule starts, and when. Times in milliseconds since 1970. */
export interface ScheduleRequest {
  readonly scheduleId: string;
  readonly orchestrationName: string;
  readonly intervalMillis: number;
  readonly orchestrationInput: string | undefined;
  readonly orchestrationInstanceId: string | undefined;
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly startImmediatelyIfLate: boolean;
}

const intervalMillisMin = 1_000;

/** The entity that is the schedule. */
export function scheduleEntityId(scheduleId: string): string {
  return `@schedule@${scheduleId}`;
}

/** The body of a request to create a schedule, or the text of what is wrong with it. */
export function scheduleRequestOf(body: Fields<typeof scheduleShape>): ScheduleRequest | string {
  const { ScheduleId: scheduleId = "", OrchestrationName: orchestrationName = "" } = body;
  const { StartAt: startAt, EndAt: endAt, OrchestrationInput: orchestrationInput } = body;
  if (scheduleId === "") return "ScheduleId is needed";
  if (orchestrationName === "") return "OrchestrationName is needed: which orchestrator to start";
  const intervalMillis = timeSpanMillis(body.Interval ?? "");
  if (intervalMillis === undefined || intervalMillis < intervalMillisMin) {
    return "Interval is a duration of a second or more: [d.]hh:mm:ss, such as 00:05:00";
  }
  if (startAt !== undefined && endAt !== undefined && startAt > endAt) {
    return "StartAt is later than EndAt";
  }
  const fault =
    lengthFault(scheduleEntityId(scheduleId)) ?? oversize("OrchestrationInput", orchestrationInput);
  if (fault !== undefined) return fault;
  return {
    scheduleId,
    orchestrationName,
    intervalMillis,
    orchestrationInput,
    orchestrationInstanceId: body.OrchestrationInstanceId || undefined,
    startAt,
    endAt,
    startImmediatelyIfLate: body.StartImmediatelyIfLate ?? false,
  };
}
