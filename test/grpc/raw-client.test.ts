import { credentials, Metadata, status } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CreateInstanceRequest,
  GetInstanceRequest,
  OrchestrationStatus,
  OrchestratorResponse,
  TaskHubSidecarServiceClient,
  type WorkItem,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";

let emulator: Emulator;
let client: TaskHubSidecarServiceClient;
const metadata = new Metadata();

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  const { host } = new URL(emulator.grpc);
  client = new TaskHubSidecarServiceClient(host, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await emulator.stop();
});

type Reply<Response> = (error: unknown, response: Response) => void;

function ask<Response>(call: (reply: Reply<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error ? reject(error) : resolve(response)));
  });
}

const start = (instanceId: string) =>
  ask((reply) => {
    const request = CreateInstanceRequest.create({ instanceId, name: "greet" });
    client.startInstance(request, metadata, reply);
  });

const statusOf = async (instanceId: string) => {
  const request = GetInstanceRequest.create({ instanceId });
  const { orchestrationState } = await ask<{
    orchestrationState: { orchestrationStatus: number } | undefined;
  }>((reply) => client.getInstance(request, metadata, reply));
  return orchestrationState?.orchestrationStatus;
};

test("without a hub in its metadata a client speaks to the default hub", async () => {
  await start("bare");
  expect(await statusOf("bare")).toBe(OrchestrationStatus.ORCHESTRATION_STATUS_PENDING);
});

test("a forced termination needs no worker, and names whom it did not end", async () => {
  await start("stuck");
  const request = { instanceBatch: { instanceIds: ["stuck", "nobody", "@c@1"] }, reason: "out" };
  const answer = await ask<{ unterminatedInstanceIds: string[] }>((reply) =>
    client.skipGracefulOrchestrationTerminations(request, metadata, reply),
  );
  expect(answer.unterminatedInstanceIds).toEqual(["nobody", "@c@1"]);
  expect(await statusOf("stuck")).toBe(OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED);
});

test("a worker that knows no tokens is answered by instance", async () => {
  await start("old");
  const stream = client.getWorkItems(
    {
      maxConcurrentOrchestrationWorkItems: 0,
      maxConcurrentActivityWorkItems: 0,
      maxConcurrentEntityWorkItems: 0,
      capabilities: [],
      workItemFilters: undefined,
    },
    metadata,
  );
  stream.on("error", () => {});
  for await (const { request } of stream as AsyncIterable<WorkItem>) {
    if (request?.$case !== "orchestratorRequest") continue;
    const { instanceId, newEvents } = request.value;
    expect(newEvents[0]?.eventType?.$case).toBe("orchestratorStarted");
    const response = OrchestratorResponse.create({ instanceId });
    await ask((reply) => client.completeOrchestratorTask(response, metadata, reply));
    if (instanceId === "old") break;
  }
  stream.cancel();
  expect(await statusOf("old")).toBe(OrchestrationStatus.ORCHESTRATION_STATUS_RUNNING);
});

test("an answer to nothing is acknowledged and changes nothing", async () => {
  const response = OrchestratorResponse.create({ instanceId: "x", completionToken: "stale" });
  const reply = ask((done) => client.completeOrchestratorTask(response, metadata, done));
  await expect(reply).resolves.toEqual({});
});

test("a batch over 500 ids is refused with its length", async () => {
  const instanceIds = Array.from({ length: 501 }, String);
  const request = { instanceBatch: { instanceIds }, reason: undefined };
  const answer = ask((reply) =>
    client.skipGracefulOrchestrationTerminations(request, metadata, reply),
  );
  await expect(answer).rejects.toMatchObject({
    code: status.INVALID_ARGUMENT,
    details: expect.stringContaining("501 ids"),
  });
});

test("what is not there yet answers UNIMPLEMENTED", async () => {
  const request = { instanceId: "x", reason: undefined };
  const answer = ask((reply) => client.rewindInstance(request, metadata, reply));
  await expect(answer).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
});
