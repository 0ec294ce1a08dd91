import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { guard } from "../../emulator/rest/guard.ts";

const app = new Hono()
  .use(
    guard({
      host: "emulator.example.com",
      allowedHosts: ["Dts.Example.org"],
      allowedOrigins: ["https://page.example"],
    }),
  )
  .all("*", (context) => context.text("reached"));

describe("host names", () => {
  test.each([
    ["localhost:8081", 200],
    ["app.localhost", 200],
    ["127.0.0.1:8081", 200],
    ["[::1]:8081", 200],
    ["172.17.0.2:8081", 200],
    ["emulator:8081", 200],
    ["host.docker.internal:8081", 200],
    ["emulator.example.com", 200],
    ["dts.example.org:8081", 200],
    ["evil.example", 403],
    ["127.0.0.1.evil.example:8081", 403],
    ["localhost.evil.example", 403],
    ["LOCALHOST:8081", 200],
    ["EMULATOR.example.COM", 200],
    ["EVIL.example", 403],
    ["evil.example.", 403],
    ["localhost.evil.example.:8081", 403],
    ["[::ffff:127.0.0.1]:8081", 200],
    ["[::1].evil.example", 403],
    ["evil.example:80:8081", 403],
    ["localhost@evil.example", 403],
    ["evil%2eexample", 403],
    ["", 403],
  ])("a request to %s is answered with %i", async (host, status) => {
    const response = await app.request("/", { headers: { host } });
    expect(response.status).toBe(status);
  });

  test("a refusal names the host and the way out", async () => {
    const response = await app.request("/", { headers: { host: "evil.example" } });
    expect(await response.text()).toMatch(/evil\.example.*Use localhost/);
  });
});

describe("origins of requests that change something", () => {
  test.each([
    ["POST", undefined, 200],
    ["POST", "http://localhost:8082", 200],
    ["POST", "http://localhost:3000", 403],
    ["POST", "https://page.example", 200],
    ["POST", "https://page.example.evil.example", 403],
    ["POST", "https://evil.example", 403],
    ["POST", "null", 403],
    ["POST", "http://LOCALHOST:8082", 200],
    ["POST", "http://localhost", 403],
    ["POST", "http://localhost.:8082", 403],
    ["POST", "http://localhost:8082.evil.example", 403],
    ["POST", "not an origin", 403],
    ["PUT", "https://evil.example", 403],
    ["PATCH", "https://evil.example", 403],
    ["DELETE", "https://evil.example", 403],
    ["GET", "https://evil.example", 200],
  ])("%s from %s is answered with %i", async (method, origin, status) => {
    const headers = { host: "localhost:8082", ...(origin !== undefined && { origin }) };
    const response = await app.request("/", { method, headers });
    expect(response.status).toBe(status);
  });
});
