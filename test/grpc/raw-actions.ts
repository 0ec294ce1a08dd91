import type { OrchestratorAction } from "../../emulator/grpc/generated/orchestrator_service.ts";
import type { Work } from "./raw.ts";

/** Takes items until one is a turn of this instance. */
export async function turnOf(work: Work, instanceId: string) {
  for (;;) {
    const item = await work.next();
    if (item.request?.$case !== "orchestratorRequest") continue;
    if (item.request.value.instanceId === instanceId) return { item, turn: item.request.value };
  }
}

export const activity = (id: number, input?: string): OrchestratorAction => ({
  id,
  orchestratorActionType: {
    $case: "scheduleTask",
    value: { name: "a", version: undefined, input, parentTraceContext: undefined, tags: {} },
  },
});
