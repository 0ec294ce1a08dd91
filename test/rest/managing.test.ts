import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import type {
  OrchestrationContext,
  TaskHubGrpcClient,
  TaskHubGrpcWorker,
} from "@microsoft/durabletask-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { createClient, eventually, startWorker } from "../sdk/javascript/sdk.ts";
import { type RestClient, restClient } from "./client.ts";

let emulator: Emulator;
let worker: TaskHubGrpcWorker;
let sdk: TaskHubGrpcClient;
let client: RestClient;

async function echo(_: OrchestrationContext, input: unknown): Promise<unknown> {
  return input;
}

async function* waits(context: OrchestrationContext): AsyncGenerator {
  return yield context.waitForExternalEvent("go");
}

/** Fails as long as the shop is closed. */
async function* buys(context: OrchestrationContext): AsyncGenerator {
  return yield context.callActivity("buy");
}

let isOpen = false;

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  worker = await startWorker(emulator, (one) => {
    for (const orchestrator of [echo, waits, buys]) one.addOrchestrator(orchestrator);
    one.addNamedActivity("buy", () => {
      if (!isOpen) throw new Error("closed");
      return "bread";
    });
  });
  sdk = createClient(emulator);
  client = restClient(emulator);
});

afterAll(async () => {
  await Promise.all([worker.stop(), sdk.stop()]);
  await emulator.stop();
});

async function completed(instanceId: string): Promise<string> {
  await sdk.scheduleNewOrchestration(echo, instanceId, { instanceId });
  await sdk.waitForOrchestrationCompletion(instanceId, false, 20);
  return instanceId;
}

async function waiting(instanceId: string): Promise<string> {
  await sdk.scheduleNewOrchestration(waits, undefined, { instanceId });
  await sdk.waitForOrchestrationStart(instanceId, false, 20);
  return instanceId;
}

async function statusOf(id: string): Promise<string> {
  const path = `/orchestrations/${id}`;
  const found = await client.answer<{ orchestrationStatus: string }>("GET", path);
  return found.orchestrationStatus.replace("ORCHESTRATION_STATUS_", "");
}

async function reaches(id: string, status: string): Promise<void> {
  await eventually(async () => ((await statusOf(id)) === status ? status : undefined));
}

describe("events", () => {
  test("suspend, resume and end an orchestration", async () => {
    await waiting("events-1");
    const send = (event: object) => client.send("POST", "/orchestrations/events-1/history", event);
    await send({ executionSuspended: { reason: "lunch" } });
    await reaches("events-1", "SUSPENDED");
    await send({ executionResumed: { reason: "back" } });
    await reaches("events-1", "RUNNING");
    await send({ eventRaised: { name: "go", input: '"now"' } });
    await reaches("events-1", "COMPLETED");
    const payloads = await client.answer("GET", "/orchestrations/events-1/payloads");
    expect(payloads).toMatchObject({ output: '"now"' });
    expect((await send({ eventRaised: { name: "go" } })).status).toBe(409);
  });

  test("end many at once, and say which could not be", async () => {
    await Promise.all(["many-1", "many-2"].map(waiting));
    const event = { executionTerminated: { reason: "enough" } };
    const events = { "many-1": event, "many-2": event, [await completed("many-3")]: event };
    const failed = await client.answer("POST", "/orchestrations/addhistoryevents", { events });
    expect(failed).toEqual(["many-3"]);
    await reaches("many-1", "TERMINATED");
    await reaches("many-2", "TERMINATED");
  });
});

describe("restarting", () => {
  test("under a new id runs the same input, and answers where", async () => {
    await completed("again-1");
    const body = { restartWithNewInstanceId: true };
    const response = await client.send("POST", "/orchestrations/again-1/restart", body);
    expect(response.status).toBe(200);
    const { instanceId } = (await response.json()) as { instanceId: string };
    expect(instanceId).not.toBe("again-1");
    expect(response.headers.get("location")).toBe(`/v1/taskhubs/orchestrations/${instanceId}`);
    const state = await sdk.waitForOrchestrationCompletion(instanceId, true, 20);
    expect(state?.serializedOutput).toBe('"again-1"');
  });

  test("under its own id is for ended instances", async () => {
    await completed("again-2");
    const restart = (id: string) => client.fault("POST", `/orchestrations/${id}/restart`);
    const again = await client.send("POST", "/orchestrations/again-2/restart");
    expect(await again.json()).toEqual({ instanceId: "again-2" });
    expect(await restart(await waiting("again-3"))).toMatch(/^409 'again-3' is still running; /);
    expect(await restart("nobody")).toMatch(/^404 .*nobody was not found/);
    const odd = { restartWithNewInstanceId: "yes" };
    expect(await client.fault("POST", "/orchestrations/again-2/restart", odd)).toMatch(
      /^400 field/,
    );
  });
});

describe("rewinding", () => {
  const rewind = { executionRewound: { reason: "the shop is open now" } };

  test("lets a failed orchestration go on from where it failed", async () => {
    await sdk.scheduleNewOrchestration(buys, undefined, { instanceId: "rewind-1" });
    await reaches("rewind-1", "FAILED");
    isOpen = true;
    expect((await client.send("POST", "/orchestrations/rewind-1/history", rewind)).status).toBe(
      204,
    );
    await reaches("rewind-1", "COMPLETED");
    const payloads = await client.answer("GET", "/orchestrations/rewind-1/payloads");
    expect(payloads).toMatchObject({ output: '"bread"' });
  });

  test("is for failed orchestrations", async () => {
    const fault = (id: string) => client.fault("POST", `/orchestrations/${id}/history`, rewind);
    expect(await fault(await completed("rewind-2"))).toMatch(/^409 .*rewind-2/);
    expect(await fault(await waiting("rewind-3"))).toMatch(/^409 .*rewind-3/);
    expect(await fault("nobody")).toMatch(/^404 .*nobody/);
  });
});

describe("purging", () => {
  test("forgets an ended orchestration, once", async () => {
    await completed("purge-1");
    expect((await client.send("DELETE", "/orchestrations/purge-1")).status).toBe(204);
    expect(await client.fault("GET", "/orchestrations/purge-1")).toMatch(/^404 /);
    expect(await client.fault("DELETE", "/orchestrations/purge-1")).toMatch(/^404 .*'purge-1'/);
  });

  test("leaves a live one alone, and says what to do", async () => {
    await waiting("purge-2");
    const fault = await client.fault("DELETE", "/orchestrations/purge-2");
    expect(fault).toMatch(/^409 'purge-2' has not ended; terminate it before purging it/);
    expect(await statusOf("purge-2")).toBe("RUNNING");
  });

  test("many answers those that were not", async () => {
    const ids = [await completed("purge-3"), await completed("purge-4"), await waiting("purge-5")];
    const failed = await client.answer("DELETE", "/orchestrations/purge", [...ids, "nobody"]);
    expect(failed).toEqual(["purge-5", "nobody"]);
    expect(await sdk.getOrchestrationState("purge-3")).toBeUndefined();
  });

  test.each([
    [{ ids: [] }, "400 the body is a list of ids"],
    [[1], "400 the body is a list of ids"],
    [
      Array.from({ length: 501 }, (_, index) => `${index}`),
      "400 501 ids are too many; at most 500",
    ],
  ])("of what is no list of ids is refused", async (body, fault) => {
    expect(await client.fault("DELETE", "/orchestrations/purge", body)).toContain(fault);
  });
});

describe("forced termination", () => {
  test("ends at once, also what has not begun, and answers what it could not end", async () => {
    const scheduledStartTimestamp = "2100-01-01T00:00:00Z";
    const body = { name: "echo", instanceId: "force-1", scheduledStartTimestamp };
    await client.send("POST", "/orchestrations", body);
    const InstanceIds = ["force-1", await waiting("force-2"), await completed("force-3"), "nobody"];
    const path = "/orchestrations/forceterminate";
    const failed = await client.answer("POST", path, { InstanceIds, Reason: "stuck" });
    expect(failed).toEqual(["force-3", "nobody"]);
    expect(await statusOf("force-2")).toBe("TERMINATED");
    const payloads = await client.answer("GET", "/orchestrations/force-2/payloads");
    expect(payloads).toMatchObject({ output: "stuck" });
    expect(await client.fault("POST", path, {})).toMatch(/^400 InstanceIds is needed/);
  });
});

describe("history", () => {
  const path = async (id: string) => {
    const { executionId } = await client.answer<{ executionId: string }>(
      "GET",
      `/orchestrations/${id}`,
    );
    return `${emulator.rest}/v1/taskhubs/orchestrations/${id}/executions/${executionId}/history`;
  };

  test("is an object with the list for clients of the Fetch API", async () => {
    const response = await fetch(await path(await completed("history-1")));
    const { history } = (await response.json()) as { history: readonly object[] };
    expect(history.map((event) => Object.keys(event).at(-1))).toEqual([
      "orchestratorStarted",
      "executionStarted",
      "executionCompleted",
    ]);
    expect(history[1]).toMatchObject({
      eventId: expect.any(Number),
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      executionStarted: { name: "echo", input: '"history-1"' },
    });
  });

  test("is the bare list for others", async () => {
    const url = await path(await completed("history-2"));
    const history = await plainGet(url);
    expect(Array.isArray(history)).toBe(true);
  });

  test("of an execution that is over is not kept", async () => {
    await completed("history-3");
    const fault = await client.fault("GET", "/orchestrations/history-3/executions/old/history");
    expect(fault).toMatch(/^404 The history kept of 'history-3' is of its execution '/);
  });
});

/** Without the Fetch API, as other languages ask. */
async function plainGet(url: string): Promise<unknown> {
  const [response] = (await once(get(url), "response")) as [IncomingMessage];
  return json(response);
}
