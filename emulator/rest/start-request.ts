import { oversize } from "../core/limits.ts";
import type { StartRequest } from "../scheduler.ts";
import type { Fields } from "./fields.ts";

export const startShape = {
  name: "text",
  instanceId: "text",
  executionId: "text",
  input: "text",
  version: "text",
  scheduledStartTimestamp: "time",
  tags: "tags",
} as const;

/** The body of a request to create an orchestration, or the text of what is wrong with it. */
export function startRequestOf(body: Fields<typeof startShape>): StartRequest | string {
  const { name = "", scheduledStartTimestamp: scheduledStart, ...rest } = body;
  if (name === "") return "name is needed: which orchestrator to run";
  const fault = oversize("input", rest.input);
  if (fault !== undefined) return fault;
  return { name, ...rest, ...(scheduledStart !== undefined && { scheduledStart }) };
}
