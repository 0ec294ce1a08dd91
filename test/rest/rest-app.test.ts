import { describe, expect, test } from "vitest";
import { createRestApp } from "../../emulator/rest/rest-app.ts";
import { hubsOnly } from "./hubs-only.ts";

const allowedOrigins = ["http://localhost:3000"];
const options = {
  isToken: () => true,
  host: "127.0.0.1",
  allowedHosts: [],
  allowedOrigins,
};
const app = createRestApp(hubsOnly("default", "payments"), options);

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
    const other = createRestApp(hubsOnly("payments"), options);
    expect((await other.request("/v1/taskhubs/ping")).status).toBe(404);
  });
});

test.each(["/healthz", "/health"])("%s has no content", async (path) => {
  const response = await app.request(path);
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

describe("in a browser", () => {
  const preflight = (origin: string) =>
    app.request("/v1/taskhubs/orchestrations/purge", {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "content-type,x-taskhub",
      },
    });

  test("pages of known origins may send and read everything", async () => {
    const asked = await preflight("http://localhost:3000");
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(asked.headers.get("access-control-allow-methods")).toBe("GET,POST,DELETE");
    expect(asked.headers.get("access-control-allow-headers")).toContain("x-taskhub");
    const headers = { Origin: "http://localhost:3000", "x-taskhub": "orders" };
    const refused = await app.request("/v1/taskhubs/ping", { headers });
    expect(refused.status).toBe(404);
    expect(refused.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(refused.headers.get("access-control-expose-headers")).toBe("Location");
    expect(refused.headers.get("vary")).toBe("Origin");
  });

  test("pages of other origins may not", async () => {
    for (const origin of ["https://evil.example", "http://localhost:3001", "null"]) {
      expect((await preflight(origin)).headers.has("access-control-allow-origin")).toBe(false);
      const looked = await app.request("/v1/taskhubs/ping", { headers: { Origin: origin } });
      expect(looked.headers.has("access-control-allow-origin")).toBe(false);
    }
  });
});
