import {
  CreateInstanceRequest,
  GetInstanceRequest,
  type HistoryEvent,
  type OrchestrationState,
} from "../../../emulator/grpc/generated/orchestrator_service.ts";
import type { BackendClient } from "./backend-client.ts";

/** What tests do with a hub over and over. */
export interface HubClient {
  start(name: string, instanceId: string, input?: string): Promise<void>;
  get(instanceId: string): Promise<OrchestrationState | undefined>;
  /** The state after the end. */
  end(instanceId: string): Promise<OrchestrationState | undefined>;
  raise(instanceId: string, eventType: HistoryEvent["eventType"]): Promise<void>;
  raiseEvent(instanceId: string, name: string, input: string): Promise<void>;
  history(instanceId: string): Promise<(string | undefined)[]>;
}

export function hubClient({ call }: BackendClient): HubClient {
  const hub: HubClient = {
    async start(name, instanceId, input) {
      await call("createInstance", CreateInstanceRequest.create({ name, instanceId, input }));
    },
    async get(instanceId) {
      const request = GetInstanceRequest.create({ instanceId, getInputsAndOutputs: true });
      return (await call("getInstance", request)).orchestrationState;
    },
    async end(instanceId) {
      const request = { instanceId, getInputsAndOutputs: true };
      return (await call("waitForInstance", request)).orchestrationState;
    },
    async raise(instanceId, eventType) {
      const event = { eventId: -1, timestamp: undefined, eventType };
      await call("addEvent", { instance: { instanceId, executionId: undefined }, event });
    },
    raiseEvent: (instanceId, name, input) =>
      hub.raise(instanceId, { $case: "eventRaised", value: { name, input } }),
    async history(instanceId) {
      const request = { instance: { instanceId, executionId: undefined } };
      const { history } = await call("getOrchestrationRuntimeState", request);
      return history.map(({ eventType }) => eventType?.$case);
    },
  };
  return hub;
}
