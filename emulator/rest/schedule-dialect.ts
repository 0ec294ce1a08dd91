import type { WorkerView } from "../workers.ts";
import type { ScheduleRequest } from "./schedule-request.ts";
import { timeSpanText } from "./time-span.ts";

/** How one SDK's library for schedules names the operations of its entity, and their input. */
export interface Dialect {
  readonly create: string;
  readonly pause: string;
  readonly resume: string;
  readonly creation: (request: ScheduleRequest) => object;
}

/** Source: durabletask.scheduled of the Python SDK, 1.12.0. */
const python: Dialect = {
  create: "create_schedule",
  pause: "pause_schedule",
  resume: "resume_schedule",
  creation: (request) => ({
    schedule_id: request.scheduleId,
    orchestration_name: request.orchestrationName,
    interval_seconds: request.intervalMillis / 1_000,
    orchestration_input: parsedInput(request.orchestrationInput),
    orchestration_instance_id: request.orchestrationInstanceId ?? null,
    start_at: isoOf(request.startAt),
    end_at: isoOf(request.endAt),
    start_immediately_if_late: request.startImmediatelyIfLate,
  }),
};

/** Source: src/ScheduledTasks of the .NET SDK. */
const dotnet: Dialect = {
  create: "CreateSchedule",
  pause: "PauseSchedule",
  resume: "ResumeSchedule",
  creation: (request) => ({
    ScheduleId: request.scheduleId,
    OrchestrationName: request.orchestrationName,
    Interval: timeSpanText(request.intervalMillis),
    OrchestrationInput: request.orchestrationInput ?? null,
    OrchestrationInstanceId: request.orchestrationInstanceId ?? null,
    StartAt: isoOf(request.startAt),
    EndAt: isoOf(request.endAt),
    StartImmediatelyIfLate: request.startImmediatelyIfLate,
  }),
};

/** That of the workers that run schedules; undefined when there are none. */
export function dialectOf(workers: readonly WorkerView[]): Dialect | undefined {
  const worker = workers.find(({ runsSchedules }) => runsSchedules);
  return worker && (worker.userAgent?.includes("python") ? python : dotnet);
}

/** This SDK wants the value, and serializes it itself. */
function parsedInput(input: string | undefined): unknown {
  if (input === undefined) return null;
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}

function isoOf(millis: number | undefined): string | null {
  return millis === undefined ? null : new Date(millis).toISOString();
}
