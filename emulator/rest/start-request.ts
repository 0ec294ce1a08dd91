import { oversize } from "../core/limits.ts";
import type { StartRequest } from "../scheduler.ts";
import { type JsonRecord, recordOf, textOf } from "./json-record.ts";

/** The body of a request to create an orchestration, or the text of what is wrong with it. */
export function startRequestOf(body: JsonRecord): StartRequest | string {
  const name = textOf(body.name);
  if (name === undefined || name === "") return "name is needed: which orchestrator to run";
  const instanceId = textOf(body.instanceId);
  const version = textOf(body.version);
  const input = textOf(body.input);
  const fault = oversize("input", input);
  if (fault !== undefined) return fault;
  const start = textOf(body.scheduledStartTimestamp);
  const scheduledStart = start === undefined ? undefined : Date.parse(start);
  if (Number.isNaN(scheduledStart)) return `scheduledStartTimestamp '${start}' is not a time`;
  const tags = Object.entries(recordOf(body.tags) ?? {}).map(([key, value]) => [key, `${value}`]);
  return {
    name,
    tags: Object.fromEntries(tags),
    ...(instanceId !== undefined && { instanceId }),
    ...(version !== undefined && { version }),
    ...(input !== undefined && { input }),
    ...(scheduledStart !== undefined && { scheduledStart }),
  };
}
