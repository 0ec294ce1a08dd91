import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { restClient } from "./client.ts";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  const body = { name: "Stay", instanceId: "sentinel", input: "1" };
  await restClient(emulator).send("POST", "/orchestrations", body);
});

afterAll(() => emulator.stop());

const routes = [
  "POST /orchestrations",
  "POST /orchestrations/query",
  "POST /orchestrations/addhistoryevents",
  "POST /orchestrations/forceterminate",
  "POST /orchestrations/sentinel/restart",
  "POST /orchestrations/sentinel/history",
  "DELETE /orchestrations/purge",
  "POST /entities/query",
  "DELETE /entities/delete",
  "POST /schedules",
] as const;

/** Objects whose fields have the right names, and values of any kind. */
const named = fc.dictionary(
  fc.constantFrom(
    ...["filter", "sort", "pagination", "fields", "name", "instanceId", "input", "tags", "events"],
    ...[
      "InstanceIds",
      "Reason",
      "createdAt",
      "start",
      "status",
      "value",
      "ScheduleId",
      "__proto__",
    ],
    ...["Interval", "column", "startIndex", "count", "scheduledStartTimestamp", "key"],
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

const texts = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
  named.map((value) => JSON.stringify(value)),
  named.map((value) => JSON.stringify({ filter: value, sort: [value], pagination: value })),
  fc.string(),
);

describe("no body, however odd, is more than refused", () => {
  test.each(routes)("by %s", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    await fc.assert(
      fc.asyncProperty(texts, async (body) => {
        const response = await fetch(`${emulator.rest}/v1/taskhubs${path}`, { method, body });
        expect(response.status).toBeLessThan(500);
        await response.arrayBuffer();
      }),
      { numRuns: 100 },
    );
    const { orchestration } = (await emulator.reader.instance("default", "sentinel")) ?? {};
    expect(orchestration?.status).toBe("pending");
  });
});

test.each([
  "/orchestrations/%E0%A4%A",
  "/orchestrations/%00",
  "/orchestrations/@counter@x/payloads",
  "/entities/%",
  "/entities/@@",
  "/schedules?continuationToken=%%%",
  "/taskhubs/%2e%2e/%2e%2e",
  `/orchestrations/${"x".repeat(5_000)}`,
])("GET %s is answered soundly", async (path) => {
  expect((await restClient(emulator).send("GET", path)).status).toBeLessThan(500);
});
