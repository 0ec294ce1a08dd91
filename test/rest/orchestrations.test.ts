import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { type RestClient, restClient } from "./client.ts";

let emulator: Emulator;
let client: RestClient;

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  client = restClient(emulator);
});

afterAll(() => emulator.stop());

const create = (instanceId: string, more = {}) =>
  client.send("POST", "/orchestrations", { name: "Ship", instanceId, ...more });

describe("creating", () => {
  test("answers where the orchestration is, with its payloads apart", async () => {
    const created = await create("a/b 1", { input: "{}", tags: { team: "x" } });
    expect(created.status).toBe(201);
    const location = created.headers.get("location") ?? "";
    expect(location).toBe("/v1/taskhubs/orchestrations/a%2Fb%201");
    expect(await (await fetch(emulator.rest + location)).json()).toMatchObject({
      instanceId: "a/b 1",
      name: "Ship",
      orchestrationStatus: "ORCHESTRATION_STATUS_PENDING",
      tags: { team: "x" },
    });
    const payloads = await client.answer("GET", "/orchestrations/a%2Fb%201/payloads");
    expect(payloads).toMatchObject({ input: "{}" });
  });

  test("keeps a scheduled start to the millisecond, and the execution id", async () => {
    const scheduledStartTimestamp = "2100-01-02T03:04:05.678Z";
    await create("later", { scheduledStartTimestamp, executionId: "chosen" });
    expect(await client.answer("GET", "/orchestrations/later")).toMatchObject({
      scheduledStartTimestamp: "2100-01-02T03:04:05.678000000Z",
      executionId: "chosen",
    });
  });

  test.each([
    [{}, "400 name is needed: which orchestrator to run"],
    [{ name: "A", input: { a: 1 } }, "400 field 'input' is a text"],
    [{ name: "A", inptu: "1" }, "400 no field 'inptu'; there are name, instanceId, executionId"],
    [
      { name: "A", scheduledStartTimestamp: "soon" },
      "400 field 'scheduledStartTimestamp' is an RFC",
    ],
    [{ name: "A", instanceId: "@a@b" }, "400 Instance id '@a@b' starts with '@'"],
    [{ name: "A", instanceId: "i".repeat(101) }, "400 The length of instance id"],
    [{ name: "A", input: "x".repeat(1_048_577) }, "400 input has 1048577 bytes; the limit is"],
  ])("refuses what it cannot take, whole", async (body, fault) => {
    const count = () => emulator.reader.countInstances("default", {});
    const before = await count();
    expect(await client.fault("POST", "/orchestrations", body)).toContain(fault);
    expect(await count()).toBe(before);
  });

  test("refuses a body that is not JSON", async () => {
    const url = `${emulator.rest}/v1/taskhubs/orchestrations`;
    const response = await fetch(url, { method: "POST", body: '{"name": "A"' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("the body is a JSON object");
  });
});

describe("a query", () => {
  interface Found {
    readonly orchestrations: readonly { readonly instanceId: string }[];
    readonly totalCount: number;
    readonly trivia: Readonly<Record<string, number | string>>;
  }
  const query = (body: object) => client.answer<Found>("POST", "/orchestrations/query", body);
  const ids = async (body: object) =>
    (await query(body)).orchestrations.map(({ instanceId }) => instanceId);

  beforeAll(async () => {
    await create("q-1", { tags: { team: "b" }, version: "1.5" });
    await create("q-2", { tags: { team: "a" }, scheduledStartTimestamp: "2100-01-01T00:00:00Z" });
    await create("q-3", { name: "Bill" });
  });

  test("combines conditions, order and page, and counts all matches", async () => {
    const { orchestrations, totalCount, trivia } = await query({
      filter: {
        orchestrationId: { value: "Q-" },
        orchestrationStatus: { status: ["ORCHESTRATION_STATUS_PENDING"] },
        createdAt: { start: "2020-01-01T00:00:00Z" },
      },
      sort: [{ column: "ORCHESTRATION_ID", direction: "DESCENDING_SORT" }],
      pagination: { startIndex: 1, count: 1 },
    });
    expect(orchestrations.map(({ instanceId }) => instanceId)).toEqual(["q-2"]);
    expect(totalCount).toBe(3);
    expect(trivia.pendingCount).toBeGreaterThanOrEqual(3);
    expect(Date.parse(`${trivia.earliestTimestamp}`)).toBeLessThanOrEqual(
      Date.parse(`${trivia.latestTimestamp}`),
    );
  });

  test.each([
    [{ version: { value: "1." } }, ["q-1"]],
    [{ tags: { value: "TEAM" } }, ["q-1", "q-2"]],
    [{ name: { value: "bill" } }, ["q-3"]],
    [{ startAt: { start: "2100-01-01T00:00:00Z" } }, ["q-2"]],
    [{ startAt: { end: "2100-01-01T00:00:00Z" } }, []],
    [{ completedAt: { start: "2020-01-01T00:00:00+02:00" } }, []],
    [{ orchestrationStatus: { status: ["ORCHESTRATION_STATUS_CANCELED"] } }, []],
    [{ orchestrationStatus: { status: [] }, name: { value: "" }, version: null }, "all"],
  ])("by %j finds %j", async (filter, expected) => {
    const sort = [{ column: "ORCHESTRATION_ID", direction: "ASCENDING_SORT" }];
    const all = ["q-1", "q-2", "q-3"];
    const found = await ids({ filter: { ...filter, orchestrationId: { value: "q-" } }, sort });
    expect(found).toEqual(expected === "all" ? all : expected);
  });

  test.each([
    ["TAGS", ["q-2", "q-1", "q-3"]],
    ["VERSION", ["q-2", "q-3", "q-1"]],
    ["START_AT", ["q-1", "q-3", "q-2"]],
    ["NAME", ["q-3", "q-1", "q-2"]],
    ["CREATED_AT", ["q-1", "q-2", "q-3"]],
  ])("is sorted by %s", async (column, expected) => {
    const filter = { orchestrationId: { value: "q-" } };
    const sort = [{ column, direction: "ASCENDING_SORT" }];
    expect(await ids({ filter, sort })).toEqual(expected);
  });

  test("gives the fields that are asked for", async () => {
    const filter = { orchestrationId: { value: "q-1" } };
    const { orchestrations } = await query({ filter, fields: "instanceId, name,parentInstanceId" });
    expect(orchestrations).toEqual([{ instanceId: "q-1", name: "Ship" }]);
  });

  test.each([
    [{ filter: { colour: { value: "red" } } }, "no filter 'colour'; there are orchestrationId"],
    [{ filter: { toString: { value: "x" } } }, "no filter 'toString'"],
    [{ filter: { name: "x" } }, "filter 'name': it is an object with value"],
    [{ filter: { name: { value: 1 } } }, "filter 'name': field 'value' is a text"],
    [{ filter: { orchestrationStatus: { status: ["DONE"] } } }, "no status DONE"],
    [{ filter: { createdAt: { start: "soon" } } }, "field 'start' is an RFC 3339 time"],
    [{ sort: [{ column: "SIZE" }] }, "no sort column SIZE; there are ORCHESTRATION_ID"],
    [{ sort: [{ direction: "UP" }] }, "no direction UP; there are ASCENDING_SORT"],
    [{ sort: [{ column: "NAME" }, { column: "TAGS" }] }, "one column to sort by at most"],
    [{ pagination: { startIndex: -1 } }, "startIndex and count are whole numbers from 0"],
    [{ pagination: { count: 20_000 } }, "count is at most 10000"],
    [[], "the body is a JSON object"],
  ])("that cannot be done is refused and not half done", async (body, message) => {
    expect(await client.fault("POST", "/orchestrations/query", body)).toContain(message);
  });
});

describe("events", () => {
  const event = { eventRaised: { name: "go", input: "1" } };
  const batch = (events: object) =>
    client.send("POST", "/orchestrations/addhistoryevents", { events });

  beforeAll(() => create("e-1"));

  test("go to instances one by one or in a batch, which answers what failed", async () => {
    expect((await client.send("POST", "/orchestrations/e-1/history", event)).status).toBe(204);
    expect(await client.fault("POST", "/orchestrations/lost/history", event)).toBe(
      "404 No orchestration 'lost' in task hub 'default'. It may have been purged.",
    );
    expect(await (await batch({ "e-1": event, lost: event })).json()).toEqual(["lost"]);
  });

  test("have texts of the size that SDKs may send", async () => {
    const event = { executionSuspended: { reason: "x".repeat(1_048_577) } };
    const fault = await client.fault("POST", "/orchestrations/e-1/history", event);
    expect(fault).toMatch(/^400 executionSuspended: reason has 1048577 bytes; the limit is/);
  });

  test.each([
    [{ timerFired: {} }, "an event is an object with one of executionSuspended"],
    [{ ...event, executionResumed: {} }, "an event is an object with one of"],
    [{}, "an event is an object with one of"],
    [{ constructor: {} }, "an event is an object with one of"],
    ["go", "an event is a JSON object"],
    [{ eventRaised: { input: "1" } }, "eventRaised: name is needed"],
    [{ eventRaised: { name: "go", input: {} } }, "eventRaised: field 'input' is a text"],
    [{ executionTerminated: { recurse: "yes" } }, "field 'recurse' is true or false"],
  ])("%j is refused, also in a batch, of which nothing is sent then", async (odd, message) => {
    expect(await client.fault("POST", "/orchestrations/e-1/history", odd)).toContain(message);
    const response = await batch({ "e-1": { executionTerminated: { reason: "x" } }, odd });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("event for 'odd'");
    expect(await client.answer("GET", "/orchestrations/e-1")).toMatchObject({
      orchestrationStatus: "ORCHESTRATION_STATUS_PENDING",
    });
  });
});
