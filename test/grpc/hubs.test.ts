import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CreateTaskHubRequest,
  OrchestrationStatus,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { connectRaw, type Raw } from "./raw.ts";
import { turnOf } from "./raw-actions.ts";

const { ORCHESTRATION_STATUS_PENDING: pending } = OrchestrationStatus;

let emulator: Emulator;
const connected: Raw[] = [];
const on = (taskHub: string) => {
  const raw = connectRaw(emulator, taskHub);
  connected.push(raw);
  return raw;
};

beforeAll(async () => {
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  emulator = await startEmulator({ ...ports, taskHubs: ["default"] });
});

afterAll(async () => {
  for (const { client } of connected) client.close();
  await emulator.stop();
});

const statusOf = async (raw: Raw, instanceId: string) =>
  (await raw.stateOf(instanceId))?.orchestrationStatus;

describe("a task hub", () => {
  const create = (raw: Raw, recreateIfExists = false) =>
    raw.ask((client, meta, reply) =>
      client.createTaskHub(CreateTaskHubRequest.create({ recreateIfExists }), meta, reply),
    );
  const remove = (raw: Raw) =>
    raw.ask((client, meta, reply) => client.deleteTaskHub({}, meta, reply));

  test("can be created, and again without losing what is in it", async () => {
    const hub = on("made");
    await expect(hub.start({})).rejects.toMatchObject({ code: status.NOT_FOUND });
    await create(hub);
    await hub.start({ instanceId: "one" });
    await create(on("MADE"));
    expect(emulator.taskHubs).toContain("made");
    expect(await statusOf(hub, "one")).toBe(pending);
  });

  test("is empty after it was recreated", async () => {
    const hub = on("again");
    await create(hub);
    await hub.start({ instanceId: "one" });
    await create(hub, true);
    expect(await hub.stateOf("one")).toBeUndefined();
  });

  test("that is made anew while it is removed keeps what it acknowledges", async () => {
    const hub = on("anew");
    for (let round = 0; round < 5; round++) {
      await create(hub);
      // Its last groups are still on their way when it is asked for again.
      const starts = Array.from({ length: 20 }, () => hub.start({}));
      await Promise.all([remove(hub), create(hub)]);
      await Promise.allSettled(starts);
      await hub.start({ instanceId: "kept" });
      expect(await emulator.reader.instance("anew", "kept")).toBeDefined();
      await remove(hub);
    }
  });

  test("that is deleted ends its workers' streams and whoever waits in it", async () => {
    const hub = on("gone");
    await create(hub);
    await hub.start({ instanceId: "one" });
    const stream = hub.work();
    await turnOf(stream, "one");
    const waiting = hub.ask((client, meta, reply) =>
      client.waitForInstanceCompletion(
        { instanceId: "one", getInputsAndOutputs: false },
        meta,
        reply,
      ),
    );
    await remove(hub);
    await expect(waiting).resolves.toMatchObject({ exists: false });
    await expect(stream.next()).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(hub.stateOf("one")).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(remove(hub)).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  test("needs a name by the rule", async () => {
    await expect(create(on("a b"))).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining("1 to 64 letters"),
    });
  });
});
