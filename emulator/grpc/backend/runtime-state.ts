import type { Hub } from "../../hub.ts";
import type { Reader } from "../../store/reader.ts";
import { Fault } from "../fault.ts";
import {
  type GetOrchestrationRuntimeStateRequest,
  GetOrchestrationRuntimeStateResponse,
} from "../generated/backend_service.ts";
import type { HistoryEvent } from "../generated/orchestrator_service.ts";
import { status } from "../transport/status.ts";

/** What gRPC clients receive by default. */
const responseBytesMax = 4 * 1024 * 1024;

/** The history of the current execution in one message; empty for another or a missing one. */
export async function getRuntimeState(
  hub: Hub,
  { instance }: GetOrchestrationRuntimeStateRequest,
  reader: Reader,
): Promise<GetOrchestrationRuntimeStateResponse> {
  const { instanceId = "", executionId } = instance ?? {};
  const state = await hub.read(instanceId);
  const isOther = executionId && executionId !== state?.orchestration.executionId;
  if (state === undefined || isOther) return { history: [] };
  const { historyLength } = state.orchestration;
  const history = await reader.history(hub.name, instanceId, 0, historyLength);
  const response = { history: [...history] as HistoryEvent[] };
  if (GetOrchestrationRuntimeStateResponse.encode(response).finish().length > responseBytesMax) {
    const text = `The history of '${instanceId}' exceeds 4 MiB; use StreamInstanceHistory.`;
    throw new Fault(status.RESOURCE_EXHAUSTED, text);
  }
  return response;
}
