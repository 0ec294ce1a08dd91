import type { Start } from "../../emulator/core/command.ts";

/** What a start need not say. */
export const bareStart: Omit<Start, "instanceId" | "name"> = {
  executionId: undefined,
  version: undefined,
  input: undefined,
  tags: {},
  scheduledStart: undefined,
  parent: undefined,
  parentTraceContext: undefined,
};
