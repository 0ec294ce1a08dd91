import { beforeAll, describe, expect, test } from "vitest";
import { startEmulator } from "../../emulator/index.ts";
import { type Arm, armOf, consumption, dedicated, group, schedulers, subscription } from "./arm.ts";

const free = { grpcPort: 0, restPort: 0, dashboardPort: 0, managementPort: 0 };
const [large, small] = [`${schedulers}/large`, `${schedulers}/small`];
const missing = `${schedulers}/missing`;

let arm: Arm;

beforeAll(async () => {
  const emulator = await startEmulator(free);
  arm = await armOf(emulator);
  await arm.put(large, dedicated);
  await arm.put(small, consumption);
  return () => emulator.stop();
});

describe("an API version is refused when it", () => {
  test.each([
    ["is missing", "?api-version=", 400, "MissingApiVersionParameter"],
    ["is no date", "?api-version=latest", 400, "InvalidApiVersionParameter"],
    ["is unknown", "?api-version=2023-01-01", 400, "NoRegisteredProviderFound"],
  ])("%s", async (_, query, status, code) => {
    const answer = await arm.send("GET", large + query);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.headers["x-ms-error-code"]).toBe(code);
  });

  test.each([
    ["retentionPolicies", "2024-10-01-preview", "2025-04-01-preview"],
    ["privateEndpointConnections", "2025-11-01", "2026-02-01"],
    ["privateLinkResources", "2025-11-01", "2026-02-01"],
    ["transparentDataEncryptions", "2026-02-01", "2026-05-01-preview"],
  ])("is older than %s", async (kind, version, since) => {
    const { status, body } = await arm.send("GET", `${large}/${kind}?api-version=${version}`);
    expect([status, body.error.code]).toEqual([404, "InvalidResourceType"]);
    expect(body.error.message).toContain(since);
    expect((await arm.send("GET", `${large}/${kind}?api-version=${since}`)).status).toBe(200);
  });
});

describe("a path is refused when", () => {
  const inProvider = "providers/Microsoft.DurableTask/schedulers";
  test.each([
    [
      "the subscription is no GUID",
      `/subscriptions/mine/${inProvider}`,
      400,
      "InvalidSubscriptionId",
    ],
    [
      "the group's name ends in a dot",
      `${subscription}/resourceGroups/a.`,
      400,
      "InvalidResourceName",
    ],
    ["the scheduler's name is too short", `${schedulers}/ab`, 400, "InvalidResourceName"],
    ["the scheduler's name has a dot", `${schedulers}/a.bc`, 400, "InvalidResourceName"],
    [
      "the hub's name is too long",
      `${large}/taskHubs/${"x".repeat(65)}`,
      400,
      "InvalidResourceName",
    ],
    ["a policy has another name", `${large}/retentionPolicies/mine`, 400, "InvalidResourceName"],
    ["there is no such scheduler", missing, 404, "ResourceNotFound"],
    ["there is no such hub", `${large}/taskHubs/none`, 404, "ResourceNotFound"],
    ["there is no such private link", `${large}/privateLinkResources/x`, 404, "ResourceNotFound"],
    ["the scheduler of a hub is missing", `${missing}/taskHubs/one`, 404, "ParentResourceNotFound"],
    ["the scheduler of a list is missing", `${missing}/taskHubs`, 404, "ParentResourceNotFound"],
    ["there is no such group", `${subscription}/resourceGroups/none`, 404, "ResourceGroupNotFound"],
    [
      "there is no such operation",
      `${subscription}/operationResults/none`,
      404,
      "OperationNotFound",
    ],
    [
      "there is no such provider",
      `${subscription}/providers/Microsoft.Web`,
      404,
      "InvalidResourceNamespace",
    ],
    ["nothing is there", "/somewhere/else", 404, "NotFound"],
  ])("%s", async (_, path, status, code) => {
    const answer = await arm.send("GET", path);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});

describe("a method is refused by", () => {
  test.each([
    ["a task hub", "PATCH", `${large}/taskHubs/one`],
    ["an encryption", "PATCH", `${large}/transparentDataEncryptions/default`],
    ["a list", "POST", schedulers],
    ["a scheduler", "POST", large],
    ["a private link", "PUT", `${large}/privateLinkResources/scheduler`],
  ])("%s", async (_, method, path) => {
    const { status, body } = await arm.send(method, path, {});
    expect([status, body.error.code]).toEqual([405, "MethodNotAllowed"]);
  });
});

describe("a body is refused when it", () => {
  test.each(["", "{", "[]", "null", '"text"'])("is %j", async (text) => {
    const { status, body } = await arm.send("PUT", large, text);
    expect([status, body.error.code]).toEqual([400, "InvalidRequestContent"]);
  });

  test("is larger than any resource", async () => {
    const tags = { a: "x".repeat(5_000_000) };
    const { status, body } = await arm.send("PUT", large, { ...dedicated, tags });
    expect([status, body.error.code]).toEqual([413, "RequestContentTooLarge"]);
  });

  test("is not said to be JSON", async () => {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const { status, body } = await arm.send("PUT", large, dedicated, type);
    expect([status, body.error.code]).toEqual([415, "UnsupportedMediaType"]);
  });

  test.each([
    ["has no location", { properties: {} }, "LocationRequired"],
    ["has no region's name", { location: "here!" }, "LocationNotAvailableForResourceType"],
  ])("%s", async (_, body, code) => {
    const answer = await arm.send("PUT", missing, body);
    expect([answer.status, answer.body.error.code]).toEqual([400, code]);
  });
});

test("a foreign web page is refused", async () => {
  const headers = { origin: "https://elsewhere.example" };
  expect((await arm.send("DELETE", group, undefined, headers)).status).toBe(403);
});
