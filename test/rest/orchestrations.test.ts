import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";

let emulator: Emulator;

beforeAll(async () => {
  const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
  emulator = await startEmulator({ ...ports, taskHubs: ["default"] });
});

afterAll(() => emulator.stop());

function send(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${emulator.rest}/v1/taskhubs/orchestrations${path}`, {
    method,
    headers: { "Content-Type": "application/json", "x-taskhub": "default" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

test("what is created is found by its Location, with its payloads apart", async () => {
  const body = { name: "Ship", instanceId: "a/b 1", input: "{}", tags: { team: "x" } };
  const created = await send("POST", "", body);
  expect(created.status).toBe(201);
  const location = created.headers.get("location") ?? "";
  expect(location).toBe("/v1/taskhubs/orchestrations/a%2Fb%201");
  const found = await (await fetch(emulator.rest + location)).json();
  expect(found).toMatchObject({
    instanceId: "a/b 1",
    name: "Ship",
    orchestrationStatus: "ORCHESTRATION_STATUS_PENDING",
    tags: { team: "x" },
  });
  const payloads = await send("GET", "/a%2Fb%201/payloads");
  expect(await payloads.json()).toMatchObject({ input: "{}" });
});

test("a scheduled start is kept to the millisecond", async () => {
  const scheduledStartTimestamp = "2100-01-02T03:04:05.678Z";
  await send("POST", "", { name: "Later", instanceId: "later", scheduledStartTimestamp });
  const found = (await (await send("GET", "/later")).json()) as object;
  expect(found).toMatchObject({ scheduledStartTimestamp: "2100-01-02T03:04:05.678000000Z" });
});

describe("a query", () => {
  test("combines conditions, order and page, and counts all matches", async () => {
    for (const id of ["q-1", "q-2", "q-3"]) await send("POST", "", { name: "Q", instanceId: id });
    const response = await send("POST", "/query", {
      filter: {
        orchestrationId: { value: "Q-" },
        orchestrationStatus: { status: ["ORCHESTRATION_STATUS_PENDING"] },
        createdAt: { start: "2020-01-01T00:00:00Z" },
      },
      sort: [{ column: "ORCHESTRATION_ID", direction: "DESCENDING_SORT" }],
      pagination: { startIndex: 1, count: 1 },
    });
    const { orchestrations, totalCount, trivia } = (await response.json()) as {
      orchestrations: readonly { readonly instanceId: string }[];
      totalCount: number;
      trivia: { readonly pendingCount: number };
    };
    expect(orchestrations.map(({ instanceId }) => instanceId)).toEqual(["q-2"]);
    expect(totalCount).toBe(3);
    expect(trivia.pendingCount).toBeGreaterThanOrEqual(3);
  });

  test.each([
    [{ filter: { colour: { value: "red" } } }, "no filter 'colour'; there are orchestrationId"],
    [{ sort: [{ column: "TAGS" }] }, "no sort column TAGS; there are ORCHESTRATION_ID"],
    [{ filter: { orchestrationStatus: { status: ["DONE"] } } }, "no status DONE"],
    [{ filter: { createdAt: { start: "soon" } } }, "start and end are RFC 3339 times"],
  ])("that cannot be done is refused and not half done", async (body, message) => {
    const response = await send("POST", "/query", body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(message);
  });
});

describe("events", () => {
  test("go to instances one by one or in a batch, which answers what failed", async () => {
    await send("POST", "", { name: "Wait", instanceId: "e-1" });
    const event = { eventRaised: { name: "go", input: "1" } };
    expect((await send("POST", "/e-1/history", event)).status).toBe(204);
    expect((await send("POST", "/lost/history", event)).status).toBe(404);
    const batch = await send("POST", "/addhistoryevents", {
      events: { "e-1": event, lost: event },
    });
    expect(await batch.json()).toEqual(["lost"]);
  });

  test("of kinds that cannot be sent are refused", async () => {
    const response = await send("POST", "/e-1/history", { timerFired: {} });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("an event is one of executionSuspended");
  });
});
