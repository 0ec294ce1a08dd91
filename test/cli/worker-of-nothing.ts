import { Metadata } from "@grpc/grpc-js";
import { TaskHubGrpcWorker } from "@microsoft/durabletask-js";
import { onTestFinished } from "vitest";

/** Connects a real worker to a task hub until the test ends. It knows no orchestration. */
export async function connectWorker(endpoint: string, taskHub: string): Promise<void> {
  const metadata = new Metadata();
  metadata.set("taskhub", taskHub);
  const worker = new TaskHubGrpcWorker({
    hostAddress: new URL(endpoint).host,
    metadataGenerator: async () => metadata,
    logger: { error() {}, warn() {}, info() {}, debug() {} },
    shutdownTimeoutMs: 1,
  });
  worker.addNamedOrchestrator("nothing", async () => undefined);
  await worker.start();
  onTestFinished(() => worker.stop());
}
