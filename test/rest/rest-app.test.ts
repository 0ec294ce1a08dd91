import { describe, expect, test } from "vitest";
import { createRestApp } from "../../emulator/rest/rest-app.ts";
import { hubsOnly } from "./hubs-only.ts";

const app = createRestApp(hubsOnly("default", "payments"), { host: "127.0.0.1", allowedHosts: [] });

describe("ping", () => {
  test("answers for a hub that exists, whatever the case of its name", async () => {
    const response = await app.request("/v1/taskhubs/ping", {
      headers: { "x-taskhub": "Payments" },
    });
    expect(response.status).toBe(200);
  });

  test("means the hub 'default' when none is named", async () => {
    const response = await app.request("/v1/taskhubs/ping");
    expect(await response.json()).toEqual({ taskHub: "default", status: "ready" });
  });

  test("names an unknown hub, those there are and the way out", async () => {
    const response = await app.request("/v1/taskhubs/ping", { headers: { "x-taskhub": "orders" } });
    expect(response.status).toBe(404);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe("not-found");
    expect(error.message).toContain("Task hub not found: orders");
    expect(error.message).toContain("default, payments");
    expect(error.message).toContain("Start it with");
  });

  test("is not found when no hub is named and there is no 'default'", async () => {
    const other = createRestApp(hubsOnly("payments"), { host: "127.0.0.1", allowedHosts: [] });
    expect((await other.request("/v1/taskhubs/ping")).status).toBe(404);
  });
});

test("healthz has no content", async () => {
  const response = await app.request("/healthz");
  expect(response.status).toBe(204);
  expect(await response.text()).toBe("");
});

test("an unknown path is a JSON error that names it", async () => {
  const response = await app.request("/v1/nothing");
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    error: { code: "not-found", message: "Nothing is served at /v1/nothing." },
  });
});
