import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  HistoryChunk,
  InstanceQuery,
  QueryInstancesResponse,
  SignalEntityRequest,
  WorkerCapability,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { connectRaw, type Raw } from "./raw.ts";
import { activity, turnOf } from "./raw-actions.ts";

let emulator: Emulator;
const connected: Raw[] = [];
const on = (taskHub: string) => {
  const raw = connectRaw(emulator, taskHub);
  connected.push(raw);
  return raw;
};

beforeAll(async () => {
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  emulator = await startEmulator({ ...ports, taskHubs: ["default", "large", "pages", "batches"] });
});

afterAll(async () => {
  for (const { client } of connected) client.close();
  await emulator.stop();
});

describe("a long history", () => {
  const input = "x".repeat(700_000);

  test("is fetched by a worker that offers to, in chunks below 4 MiB", async () => {
    const hub = on("large");
    await hub.start({ instanceId: "l" });
    const capabilities = [WorkerCapability.WORKER_CAPABILITY_HISTORY_STREAMING];
    const work = hub.work({ capabilities });
    const first = await turnOf(work, "l");
    expect(first.turn.requiresHistoryStreaming).toBe(false);
    const actions = [1, 2, 3, 4, 5, 6, 7].map((id) => activity(id, input));
    await hub.complete(first.item, { instanceId: "l", actions });
    await hub.ask((client, meta, reply) =>
      client.raiseEvent({ instanceId: "l", name: "go", input: undefined }, meta, reply),
    );
    const { turn } = await turnOf(work, "l");
    expect(turn).toMatchObject({ requiresHistoryStreaming: true, pastEvents: [] });
    const executionId = turn.executionId;
    const fetched = hub.client.streamInstanceHistory(
      { instanceId: "l", executionId, forWorkItemProcessing: true },
      hub.metadata,
    );
    const chunks: HistoryChunk[] = [];
    for await (const chunk of fetched as AsyncIterable<HistoryChunk>) chunks.push(chunk);
    const sizes = chunks.map((chunk) => HistoryChunk.encode(chunk).finish().byteLength);
    expect(Math.max(...sizes)).toBeLessThan(4 * 1024 * 1024);
    expect(chunks.flatMap(({ events }) => events.map(({ eventId }) => eventId))).toEqual([
      -1, 0, 1, 2, 3, 4, 5, 6, 7,
    ]);
    work.cancel();
  });

  test("of another execution, or of nothing, is empty", async () => {
    const hub = on("large");
    for (const [instanceId, executionId] of [["l", "other"], ["nobody"]] as const) {
      const fetched = hub.client.streamInstanceHistory(
        { instanceId, executionId, forWorkItemProcessing: false },
        hub.metadata,
      );
      const chunks: unknown[] = [];
      for await (const chunk of fetched) chunks.push(chunk);
      expect(chunks).toEqual([]);
    }
  });
});

describe("pages with payloads", () => {
  test("stay below 4 MiB and together hold every instance once", async () => {
    const hub = on("pages");
    const ids = Array.from({ length: 12 }, (_, index) => `p${index}`.padEnd(4, "x"));
    for (const instanceId of ids) await hub.start({ instanceId, input: "x".repeat(900_000) });
    const found: string[] = [];
    let continuationToken: string | undefined;
    do {
      const query = { ...InstanceQuery.create(), fetchInputsAndOutputs: true, continuationToken };
      const page = await hub.ask<QueryInstancesResponse>((client, meta, reply) =>
        client.queryInstances({ query }, meta, reply),
      );
      const bytes = QueryInstancesResponse.encode(page).finish().byteLength;
      expect(bytes).toBeLessThan(4 * 1024 * 1024);
      found.push(...page.orchestrationState.map(({ instanceId }) => instanceId));
      continuationToken = page.continuationToken;
    } while (continuationToken !== undefined);
    expect(found).toEqual(ids);
  });
});

describe("an entity's batch", () => {
  test("takes no more operations than fit into 4 MiB", async () => {
    const hub = on("batches");
    for (let number = 0; number < 6; number++) {
      const request = { ...SignalEntityRequest.create(), instanceId: "@c@1", name: "add" };
      const input = "x".repeat(900_000);
      await hub.ask((client, meta, reply) =>
        client.signalEntity({ ...request, input }, meta, reply),
      );
    }
    const work = hub.work();
    const { request } = await work.next();
    work.cancel();
    const batch = request?.$case === "entityRequestV2" ? request.value.operationRequests : [];
    expect(batch).toHaveLength(4);
  });
});
