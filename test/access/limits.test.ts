import { Metadata, status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAdmission } from "../../emulator/grpc/admission.ts";
import { SignalEntityRequest } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { connectRaw, type Raw } from "../grpc/raw.ts";
import { restClient } from "../rest/client.ts";

const streamsPerPeer = 3;
let emulator: Emulator;
let raw: Raw;

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0, streamsPerPeer });
  raw = connectRaw(emulator);
});

afterAll(async () => {
  raw?.client.close();
  await emulator?.stop();
});

describe("streams of work items", () => {
  /** Resolves with the first ping of a stream that was let in; fails with its refusal. */
  function opened() {
    const stream = raw.client.getWorkItems(
      {
        maxConcurrentOrchestrationWorkItems: 1,
        maxConcurrentActivityWorkItems: 1,
        maxConcurrentEntityWorkItems: 1,
        capabilities: [],
        workItemFilters: undefined,
      },
      new Metadata(),
    );
    const isIn = new Promise((resolve, reject) => {
      stream.once("data", resolve);
      stream.on("error", reject);
    });
    return { isIn, cancel: () => stream.cancel() };
  }

  test("of one address are limited; one that ends makes room for another", async () => {
    const streams = Array.from({ length: streamsPerPeer }, opened);
    await Promise.all(streams.map(({ isIn }) => isIn));
    await expect(opened().isIn).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: expect.stringMatching(/holds 3 streams .* larger --streams-per-peer/),
    });
    const [first] = streams;
    first?.isIn.catch(() => {});
    first?.cancel();
    let next = opened();
    while (!(await next.isIn.then(() => true).catch(() => false))) next = opened();
    for (const { isIn, cancel } of [...streams, next]) {
      isIn.catch(() => {});
      cancel();
    }
  });
});

test("calls that wait are limited per address, and the others are not touched", async () => {
  const admission = createAdmission({ isToken: () => true, streamsPerPeer });
  const end = Promise.withResolvers<void>();
  const peer = (port: number) => `10.0.0.1:${port}`;
  const waits = Array.from({ length: 10_000 }, (_, port) =>
    admission.wait(peer(port), () => end.promise),
  );
  const over = admission.wait(peer(1), () => end.promise);
  await expect(over).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  await expect(admission.wait("[::1]:7", async () => "in")).resolves.toBe("in");
  end.resolve();
  await Promise.all(waits);
  await expect(admission.wait(peer(1), async () => "in")).resolves.toBe("in");
});

describe("ids", () => {
  const refused = { code: status.INVALID_ARGUMENT, details: expect.stringMatching(/instance id/i) };
  const signal = (instanceId: string) =>
    raw.ask((to, meta, reply) => {
      to.signalEntity({ ...SignalEntityRequest.create(), instanceId, name: "x" }, meta, reply);
    });

  test.each(["x".repeat(101), "line\nbreak", "nul\0", "\u007f", "\u0085"])(
    "%j is refused, for an orchestration and for an entity",
    async (id) => {
      await expect(raw.start({ instanceId: id })).rejects.toMatchObject(refused);
      await expect(signal(`@counter@${id}`)).rejects.toMatchObject(refused);
      const body = { name: "greet", instanceId: id };
      expect(await restClient(emulator).fault("POST", "/orchestrations", body)).toMatch(/^400/);
    },
  );

  test("half a surrogate pair, which would become another id, is refused", async () => {
    const body = { name: "greet", instanceId: "\ud800" };
    expect(await restClient(emulator).fault("POST", "/orchestrations", body)).toMatch(/^400/);
  });

  test("of 100 characters that can be printed are taken", async () => {
    const instanceId = "a +00:44 @{}'\"%/\\~".padEnd(100, "x");
    await raw.start({ instanceId });
    expect((await raw.stateOf(instanceId))?.instanceId).toBe(instanceId);
  });
});

describe("sizes", () => {
  const large = "x".repeat(70_000);

  test.each([{ name: large }, { name: "a", version: large }, { name: "a", tags: { a: large } }])(
    "a start whose labels are as long as payloads is refused",
    async (request) => {
      await expect(raw.start(request)).rejects.toMatchObject({
        code: status.INVALID_ARGUMENT,
        details: expect.stringContaining("the limit is 65536"),
      });
    },
  );

  test("so is an event with such a name", async () => {
    const request = { instanceId: "any", name: large, input: undefined };
    const raised = raw.ask((to, meta, reply) => to.raiseEvent(request, meta, reply));
    await expect(raised).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  test("a message over 64 MiB is refused by its size", async () => {
    const tooMuch = raw.start({ input: "x".repeat(65 * 1024 * 1024) });
    await expect(tooMuch).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  });

  test("a body over 8 MiB is refused with 413", async () => {
    for (const address of [
      `${emulator.rest}/v1/taskhubs/orchestrations`,
      `${emulator.dashboard}/api/v1/taskhubs/orchestrations`,
      `${emulator.dashboard}/api/instances?hub=default`,
    ]) {
      const body = "x".repeat(8 * 1024 * 1024 + 1);
      expect((await fetch(address, { method: "POST", body })).status).toBe(413);
    }
  });
});
