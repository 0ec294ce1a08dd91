import {
  CreateInstanceRequest,
  type GetInstanceResponse,
  TaskHubSidecarServiceDefinition,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { counterCount } from "../scenario.ts";
import type { Connect } from "./lean-client.ts";
import { startLeanWorker } from "./lean-worker.ts";
import { readOrder, runLoad } from "./load.ts";

const { fullName: service, methods } = TaskHubSidecarServiceDefinition;
const { startInstance, waitForInstanceCompletion } = methods;

/** The least that a client and a worker of this protocol can do: what is measured is the server. */
export async function runLean(connect: Connect): Promise<void> {
  const order = readOrder();
  const { address, scenario } = order;
  const client = connect({ address, service, taskHub: "default" });
  const isWorked = scenario !== "start-only";
  if (isWorked) startLeanWorker(client);
  await runLoad(order, async (number) => {
    const instanceId = `${scenario}-${process.pid}-${number}`;
    const input = String(number % counterCount);
    const start = { ...CreateInstanceRequest.create(), instanceId, name: scenario, input };
    await new Promise((resolve) => client.call(startInstance, start, resolve));
    if (!isWorked) return;
    const wait = { instanceId, getInputsAndOutputs: true };
    const { orchestrationState } = await new Promise<GetInstanceResponse>((resolve) =>
      client.call(waitForInstanceCompletion, wait, resolve),
    );
    if (orchestrationState?.failureDetails) throw new Error("An orchestration failed.");
  });
  process.exit();
}
