import { Metadata } from "@grpc/grpc-js";
import { TaskHubGrpcClient, TaskHubGrpcWorker } from "@microsoft/durabletask-js";
import { partsOf } from "../../../infra/azure/connection-string.ts";

/** Runs one orchestration with a worker that knows nothing but the connection string. */
export async function greeting(connectionString: string): Promise<string | undefined> {
  const parts = partsOf(connectionString);
  const metadata = new Metadata();
  metadata.set("taskhub", parts.get("taskhub") ?? "");
  const connection = {
    hostAddress: new URL(parts.get("endpoint") ?? "").host,
    metadataGenerator: async () => metadata,
    logger: { error() {}, warn() {}, info() {}, debug() {} },
  };
  const worker = new TaskHubGrpcWorker({ ...connection, shutdownTimeoutMs: 1 });
  worker.addNamedOrchestrator("greet", async () => "hello");
  await worker.start();
  const client = new TaskHubGrpcClient(connection);
  const id = await client.scheduleNewOrchestration("greet");
  const state = await client.waitForOrchestrationCompletion(id, true, 30);
  await Promise.all([worker.stop(), client.stop()]);
  return state?.serializedOutput;
}
