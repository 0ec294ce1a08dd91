import { status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { SandboxActivitiesService } from "./generated/sandbox_service.ts";

/** There is nothing here that starts containers on demand, and the answer says so. */
export const sandboxActivities = {
  definition: SandboxActivitiesService,
  calls: Object.fromEntries(
    Object.keys(SandboxActivitiesService).map((name) => [name, refuse]),
  ) as UntypedServiceImplementation,
};

const refusal = {
  code: status.UNIMPLEMENTED,
  details:
    "The emulator starts no on-demand sandboxes: their containers run in Azure only. Run these " +
    "activities in an ordinary worker connected to the emulator, or use a scheduler in Azure.",
};

function refuse(_: unknown, callback: (error: typeof refusal) => void): void {
  callback(refusal);
}
