import { SandboxActivitiesDefinition } from "./generated/sandbox_service.ts";
import type { Served } from "./transport/routes.ts";
import { type Failure, status } from "./transport/status.ts";

const refusal: Failure = {
  code: status.UNIMPLEMENTED,
  message:
    "The emulator starts no on-demand sandboxes: their containers run in Azure only. Run these " +
    "activities in an ordinary worker connected to the emulator, or use a scheduler in Azure.",
};

/** There is nothing here that starts containers on demand, and the answer says so. */
export const sandboxActivities: Served = [
  SandboxActivitiesDefinition,
  Object.values(SandboxActivitiesDefinition.methods).map(({ name }) => ({ name, run: refusal })),
];
