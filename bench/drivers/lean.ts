import { Metadata } from "@grpc/grpc-js";
import {
  CreateInstanceRequest,
  type GetInstanceResponse,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { connectSidecarClient } from "../../test/grpc/grpc-js-client.ts";
import { counterCount } from "../scenario.ts";
import { startLeanWorker } from "./lean-worker.ts";
import { readOrder, runLoad } from "./load.ts";

/** The least that a client and a worker of this protocol can do: what is measured is the server. */
const order = readOrder();
const metadata = new Metadata();
metadata.set("taskhub", "default");
const client = connectSidecarClient(order.address);
const isWorked = order.scenario !== "start-only";
if (isWorked) startLeanWorker(client, metadata);

await runLoad(order, async (number) => {
  const instanceId = `${order.scenario}-${process.pid}-${number}`;
  const input = String(number % counterCount);
  await new Promise<void>((resolve, reject) => {
    const request = { ...CreateInstanceRequest.create(), instanceId, name: order.scenario, input };
    client.startInstance(request, metadata, (error) => (error ? reject(error) : resolve()));
  });
  if (!isWorked) return;
  const { orchestrationState } = await new Promise<GetInstanceResponse>((resolve, reject) => {
    const request = { instanceId, getInputsAndOutputs: true };
    client.waitForInstanceCompletion(request, metadata, (error, response) =>
      error ? reject(error) : resolve(response),
    );
  });
  if (orchestrationState?.failureDetails) throw new Error("An orchestration failed.");
});
process.exit();
