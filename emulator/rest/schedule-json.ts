import { isRecord, type JsonRecord, recordOf } from "./json-record.ts";
import { timeSpanText } from "./time-span.ts";

/** A schedule as the tools read it; the names are those in the entity's state. */
export interface ScheduleJson {
  readonly ScheduleConfiguration: {
    readonly ScheduleId: string;
    readonly OrchestrationName: string;
    readonly OrchestrationInput?: string;
    readonly OrchestrationInstanceId?: string;
    /** `[d.]hh:mm:ss` */
    readonly Interval?: string;
    readonly StartAt?: string;
    readonly EndAt?: string;
    readonly StartImmediatelyIfLate: boolean;
  };
  readonly Status: number;
  readonly ExecutionToken?: string;
  readonly LastRunAt?: string;
  readonly NextRunAt?: string;
  readonly ScheduleCreatedAt?: string;
  readonly ScheduleLastModifiedAt?: string;
}

export interface SchedulesJson {
  readonly entities: readonly ScheduleJson[];
  readonly continuationToken?: string;
}

export const scheduleStatuses = { Uninitialized: 0, Active: 1, Paused: 2 } as const;

/** The schedule in an entity's state; undefined when there is none (yet). */
export function scheduleOf(state: string | undefined): ScheduleJson | undefined {
  const fields = parsed(state);
  const configuration = plainNames(recordOf(fields?.scheduleconfiguration) ?? {});
  const ScheduleId = textOf(configuration.scheduleid);
  const OrchestrationName = textOf(configuration.orchestrationname);
  if (fields === undefined || ScheduleId === undefined || OrchestrationName === undefined) {
    return undefined;
  }
  return {
    ScheduleConfiguration: {
      ScheduleId,
      OrchestrationName,
      ...present({
        OrchestrationInput: inputOf(configuration.orchestrationinput),
        OrchestrationInstanceId: textOf(configuration.orchestrationinstanceid),
        Interval: intervalOf(configuration),
        StartAt: timeOf(configuration.startat),
        EndAt: timeOf(configuration.endat),
      }),
      StartImmediatelyIfLate: configuration.startimmediatelyiflate === true,
    },
    Status: statusOf(fields.status),
    ...present({
      ExecutionToken: textOf(fields.executiontoken),
      LastRunAt: timeOf(fields.lastrunat),
      NextRunAt: timeOf(fields.nextrunat),
      ScheduleCreatedAt: timeOf(fields.schedulecreatedat),
      ScheduleLastModifiedAt: timeOf(fields.schedulelastmodifiedat),
    }),
  };
}

function parsed(state: string | undefined): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(state ?? "");
    return isRecord(value) ? plainNames(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Older workers wrote `schedule_id` where newer ones write `ScheduleId`. */
function plainNames(record: JsonRecord): JsonRecord {
  const entries = Object.entries(record);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replaceAll("_", "").toLowerCase(), value]),
  );
}

function present<Value extends object>(fields: Value): { [Name in keyof Value]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Value]?: string;
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Older workers kept the value itself. */
function inputOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function intervalOf({ interval, intervalseconds }: JsonRecord): string | undefined {
  return typeof intervalseconds === "number"
    ? timeSpanText(intervalseconds * 1_000)
    : textOf(interval);
}

/** A time without a zone is one of UTC. */
function timeOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const date = new Date(/(?:[Zz]|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function statusOf(value: unknown): number {
  if (typeof value === "number") return value;
  const name = Object.keys(scheduleStatuses).find((one) => one === value);
  return name === undefined ? 0 : scheduleStatuses[name as keyof typeof scheduleStatuses];
}
