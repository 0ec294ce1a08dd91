import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ActivityResponse,
  EntityBatchResult,
  InstanceQuery,
  OlderReuseAction,
  OrchestrationStatus,
  type QueryInstancesResponse,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { connectRaw, type Raw } from "./raw.ts";
import { activity, turnOf } from "./raw-actions.ts";

let emulator: Emulator;
let raw: Raw;
let other: Raw;

beforeAll(async () => {
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  emulator = await startEmulator({ ...ports, taskHubs: ["default", "other"] });
  raw = connectRaw(emulator);
  other = connectRaw(emulator, "other");
});

afterAll(async () => {
  raw?.client.close();
  other?.client.close();
  await emulator?.stop();
});

const { ORCHESTRATION_STATUS_PENDING: pending, ORCHESTRATION_STATUS_RUNNING: running } =
  OrchestrationStatus;

function completeActivity(hub: Raw, completionToken: string): Promise<unknown> {
  const response = { ...ActivityResponse.create(), completionToken, result: '"foreign"' };
  return hub.ask((to, meta, reply) => to.completeActivityTask(response, meta, reply));
}

function completeEntity(hub: Raw, completionToken: string): Promise<unknown> {
  const result = { ...EntityBatchResult.create(), completionToken };
  return hub.ask((to, meta, reply) => to.completeEntityTask(result, meta, reply));
}

describe("an answer to other people's work is acknowledged and changes nothing:", () => {
  test("a turn's token from another hub, and as an activity's or an entity's", async () => {
    await raw.start({ instanceId: "turn" });
    const work = raw.work();
    const { item } = await turnOf(work, "turn");
    await other.complete(item, { instanceId: "turn", actions: [activity(1)] });
    await completeActivity(raw, item.completionToken);
    await completeEntity(raw, item.completionToken);
    expect((await raw.stateOf("turn"))?.orchestrationStatus).toBe(pending);
    await raw.complete(item, { instanceId: "turn", actions: [activity(1)] });
    expect((await raw.stateOf("turn"))?.orchestrationStatus).toBe(running);
    work.cancel();
  });

  test("an activity's token as a turn's, and one that was used before", async () => {
    await raw.start({ instanceId: "task" });
    const work = raw.work();
    const { item } = await turnOf(work, "task");
    await raw.complete(item, { instanceId: "task", actions: [activity(1)] });
    await raw.complete(item, { instanceId: "task", actions: [activity(2), activity(3)] });
    let task = await work.next();
    while (
      task.request?.$case !== "activityRequest" ||
      task.request.value.orchestrationInstance?.instanceId !== "task"
    ) {
      task = await work.next();
    }
    await raw.complete(task, { instanceId: "task", actions: [activity(4)] });
    const before = await emulator.reader.history("default", "task", 0, 99);
    expect(before.filter(({ eventType }) => eventType?.$case === "taskScheduled")).toHaveLength(1);
    await completeActivity(raw, task.completionToken);
    await completeActivity(raw, task.completionToken);
    const { turn } = await turnOf(work, "task");
    const completions = turn.newEvents.filter(
      ({ eventType }) => eventType?.$case === "taskCompleted",
    );
    expect(completions).toHaveLength(1);
    work.cancel();
  });

  test.each(["", "made-up", "x".repeat(1_000_000), "'; DROP TABLE instances; --"])(
    "a token that nobody was given",
    async (token) => {
      const item = { request: undefined, completionToken: token };
      await expect(raw.complete(item, { instanceId: "nobody" })).resolves.toEqual({});
      await expect(completeActivity(raw, token)).resolves.toEqual({});
      await expect(completeEntity(raw, token)).resolves.toEqual({});
    },
  );
});

/** What a client of another version may send, whatever the type says. */
function unknown<Enum extends number>(...numbers: number[]): Enum[] {
  return numbers as Enum[];
}

describe("numbers that no version of the protocol knows", () => {
  test("name no status in a query: nothing is in it", async () => {
    const query = {
      ...InstanceQuery.create(),
      runtimeStatus: unknown<OrchestrationStatus>(99, -1),
    };
    const page = await raw.ask<QueryInstancesResponse>((to, meta, reply) =>
      to.queryInstances({ query }, meta, reply),
    );
    expect(page.orchestrationState).toEqual([]);
  });

  test("name no status to replace: the instance stays", async () => {
    await raw.start({ instanceId: "kept", input: '"first"' });
    const [action = OlderReuseAction.OLDER_REUSE_ACTION_IGNORE] = unknown<OlderReuseAction>(77);
    const orchestrationIdReusePolicy = {
      replaceableStatus: unknown<OrchestrationStatus>(99),
      action,
    };
    const again = raw.start({ instanceId: "kept", input: '"second"', orchestrationIdReusePolicy });
    await expect(again).rejects.toThrow(/already exists/);
    expect((await raw.stateOf("kept"))?.input).toBe('"first"');
  });

  test("are no capability of a worker: it gets its work all the same", async () => {
    const work = other.work({ capabilities: unknown(1_234) });
    await other.start({ instanceId: "any" });
    await expect(turnOf(work, "any")).resolves.toBeDefined();
    work.cancel();
  });
});

test("payloads are opaque: what is no JSON comes back as it went in", async () => {
  const input = '{"open": [1, \u0000 "\ufffd';
  await raw.start({ instanceId: "opaque", input });
  expect((await raw.stateOf("opaque"))?.input).toBe(input);
});
