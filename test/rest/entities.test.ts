import {
  EntityInstanceId,
  type OrchestrationContext,
  TaskEntity,
  type TaskHubGrpcClient,
  type TaskHubGrpcWorker,
} from "@microsoft/durabletask-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { createClient, eventually, startWorker } from "../sdk/javascript/sdk.ts";
import { type RestClient, restClient } from "./client.ts";

let emulator: Emulator;
let worker: TaskHubGrpcWorker;
let sdk: TaskHubGrpcClient;
let client: RestClient;

class Box extends TaskEntity<object> {
  put(content: object): void {
    this.state = content;
  }
  protected override initializeState(): object {
    return {};
  }
}

async function* locks(context: OrchestrationContext, key: string): AsyncGenerator {
  const lock = yield context.entities.lockEntities(new EntityInstanceId("box", key));
  yield context.waitForExternalEvent("release");
  lock.release();
}

interface Found {
  readonly entities: readonly { readonly instanceId: string; readonly lockedBy?: string }[];
  readonly totalCount?: number;
}

const query = (body: object) => client.answer<Found>("POST", "/entities/query", body);
const ids = async (body: object) =>
  (await query(body)).entities.map(({ instanceId }) => instanceId);
const pathOf = (id: string, below = "") => `/entities/${encodeURIComponent(id)}${below}`;

async function put(name: string, key: string, content: object): Promise<string> {
  const id = new EntityInstanceId(name, key);
  await sdk.signalEntity(id, "put", content);
  await eventually(async () => (await sdk.getEntity(id))?.includesState || undefined);
  return id.toString();
}

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  worker = await startWorker(emulator, (one) => {
    for (const name of ["box", "crate", "schedule"]) one.addNamedEntity(name, () => new Box());
    one.addOrchestrator(locks);
  });
  sdk = createClient(emulator);
  client = restClient(emulator);
  await put("box", "B", { in: "box B" });
  await put("box", "a/1 @", { in: "box a" });
  await put("crate", "c", { in: "crate c" });
});

afterAll(async () => {
  await Promise.all([worker.stop(), sdk.stop()]);
  await emulator.stop();
});

describe("a query of entities", () => {
  test.each([
    [{}, ["@box@B", "@box@a/1 @", "@crate@c"]],
    [{ instanceId: { value: "X@a" } }, ["@box@a/1 @"]],
    [{ key: { value: "A" } }, ["@box@a/1 @"]],
    [{ name: { value: "RAT" } }, ["@crate@c"]],
    [{ nameStartsWith: { value: "BO" } }, ["@box@B", "@box@a/1 @"]],
    [{ nameStartsWith: { value: "@box@" } }, ["@box@B", "@box@a/1 @"]],
    [{ excludeNameStartsWith: [{ value: "@Box@" }, { value: "sched" }] }, ["@crate@c"]],
    [{ lastModifiedAt: { start: "2020-01-01T00:00:00Z" } }, ["@box@B", "@box@a/1 @", "@crate@c"]],
    [{ lastModifiedAt: { end: "2020-01-01T00:00:00Z" } }, []],
  ])("by %j finds %j", async (filter, expected) => {
    const { entities, totalCount } = await query({
      filter,
      sort: [{ column: "KEY", direction: "ASCENDING_SORT" }],
      fetchTotalCount: true,
    });
    expect(entities.map(({ instanceId }) => instanceId)).toEqual(expected);
    expect(totalCount).toBe(expected.length);
  });

  test("is sorted and paged", async () => {
    const sort = (column: string) => [{ column, direction: "DESCENDING_SORT" }];
    expect(await ids({ sort: sort("NAME") })).toEqual(["@crate@c", "@box@a/1 @", "@box@B"]);
    const page = { sort: sort("KEY"), pagination: { startIndex: 1, count: 1 } };
    expect(await query(page)).toEqual({
      entities: [expect.objectContaining({ instanceId: "@box@a/1 @", backlogQueueSize: 0 })],
    });
    expect((await ids({})).at(0)).toBe("@crate@c");
  });

  test.each([
    [
      { filter: { colour: {} } },
      "no filter 'colour'; there are instanceId, key, name, nameStartsWith",
    ],
    [{ filter: { excludeNameStartsWith: ["a"] } }, "it is a list of objects such as"],
    [{ filter: { excludeNameStartsWith: [{ value: 1 }] } }, "field 'value' is a text"],
    [{ sort: [{ column: "SIZE" }] }, "no sort column SIZE; there are NAME, KEY, LAST_MODIFIED_AT"],
    [{ fetchTotalCount: "yes" }, "field 'fetchTotalCount' is true or false"],
  ])("that cannot be done is refused", async (body, fault) => {
    expect(await client.fault("POST", "/entities/query", body)).toContain(fault);
  });
});

describe("an entity", () => {
  test("is found with its state apart, whatever the case of its name", async () => {
    expect(await client.answer("GET", pathOf("@Box@a/1 @"))).toEqual({
      instanceId: "@box@a/1 @",
      lastModifiedTime: expect.stringMatching(/^\d{4}-.*Z$/),
      backlogQueueSize: 0,
    });
    const state = await client.send("GET", pathOf("@box@a/1 @", "/state"));
    expect(state.headers.get("content-type")).toBe("application/json");
    expect(await state.json()).toEqual({ in: "box a" });
  });

  test.each(["@box@none", "@box@none/state", "box"])("%s is not found", async (path) => {
    expect(await client.fault("GET", `/entities/${path}`)).toMatch(/^404 No entity '/);
  });

  test("that is locked says by whom, and stays locked when its state is deleted", async () => {
    const id = await put("box", "locked", { in: "box" });
    await sdk.scheduleNewOrchestration(locks, "locked", { instanceId: "owner" });
    const lockedBy = () =>
      client.answer<{ lockedBy?: string }>("GET", pathOf(id)).then((found) => found.lockedBy);
    expect(await eventually(lockedBy)).toBe("owner");
    expect((await client.send("DELETE", pathOf(id))).status).toBe(204);
    expect(await lockedBy()).toBe("owner");
    expect(await client.fault("GET", pathOf(id, "/state"))).toMatch(/^404 /);
    await sdk.raiseOrchestrationEvent("owner", "release");
    const ended = await sdk.waitForOrchestrationCompletion("owner", false, 20);
    expect(ended?.failureDetails).toBeUndefined();
    expect(await client.fault("GET", pathOf(id))).toMatch(/^404 /);
  });

  test("is deleted alone or with others; those that are not there are answered", async () => {
    for (const key of ["x", "y", "z"]) await put("box", key, {});
    expect((await client.send("DELETE", pathOf("@BOX@x"))).status).toBe(204);
    expect(await client.fault("DELETE", pathOf("@box@x"))).toMatch(/^404 No entity '@box@x'/);
    const failed = await client.answer("DELETE", "/entities/delete", ["@box@y", "@box@x", "no id"]);
    expect(failed).toEqual(["@box@x", "no id"]);
    expect(await ids({ filter: { key: { value: "z" } } })).toEqual(["@box@z"]);
    expect(await client.fault("DELETE", "/entities/delete", {})).toMatch(/^400 the body is a list/);
  });
});
