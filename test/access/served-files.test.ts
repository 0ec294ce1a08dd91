import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";

const secret = "what no browser may see";
let folder: string;
let emulator: Emulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dtk-served-"));
  emulator = await startEmulator({
    grpcPort: 0,
    restPort: 0,
    dashboardPort: 0,
    dataFolder: folder,
  });
  await writeFile(join(folder, "secret.txt"), secret);
});

afterAll(async () => {
  await emulator?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The whole answer to a request whose target reaches the server as it is written. */
function answerTo(address: string, target: string): Promise<string> {
  const { hostname, port, host } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.end(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

/** Every way to write a step up, or a file's own path. */
function targets(): readonly string[] {
  const path = join(folder, "secret.txt");
  const up = relative("/", path);
  const steps = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..\\",
    "..%5c",
    "%252e%252e%252f",
    "..;/",
  ];
  const climbs = steps.flatMap((step) => [
    `/${step.repeat(12)}${up}`,
    `/assets/${step.repeat(12)}${up}`,
  ]);
  return [...climbs, path, `/${path}`, `/assets/${path}`, `file://${path}`, `/%00${path}`];
}

describe("no file of the data folder is served", () => {
  test("by the dashboard or by REST, however its path is written", async () => {
    for (const address of [emulator.dashboard, emulator.rest]) {
      for (const target of targets()) {
        const answer = await answerTo(address, target);
        expect(answer, target).toMatch(/^HTTP\/1\.1 \d/);
        expect(answer, target).not.toContain(secret);
      }
    }
  });

  test("and neither is the database", async () => {
    const climb = `/assets/..%2f..%2f${relative("/", join(folder, "scheduler.db"))}`;
    expect(await answerTo(emulator.dashboard, climb)).not.toContain("SQLite format");
  });
});

describe("every answer tells a browser that it is no page of others", () => {
  test.each([
    ["dashboard", "/"],
    ["dashboard", "/api/overview"],
    ["dashboard", "/api/payload?hub=default&id=x&name=input"],
    ["dashboard", "/assets/nothing.js"],
    ["dashboard", "/api/v1/taskhubs"],
    ["rest", "/v1/taskhubs"],
    ["rest", "/nothing"],
  ] as const)("%s %s", async (port, path) => {
    const { headers, body } = await fetch(emulator[port] + path);
    await body?.cancel();
    expect(headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*frame-ancestors 'none'/,
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });
});

describe("a page of another site", () => {
  const routes = [
    ["dashboard", "/"],
    ["dashboard", "/assets/main.js"],
    ["dashboard", "/api/overview"],
    ["dashboard", "/api/changes?hub=default"],
    ["dashboard", "/api/v1/taskhubs"],
    ["dashboard", "/healthz"],
    ["dashboard", "/sign-in"],
    ["rest", "/v1/taskhubs"],
    ["rest", "/v1/taskhubs/orchestrations"],
    ["rest", "/healthz"],
  ] as const;

  test.each(routes)("reaches nothing at %s %s under a name of its own", async (port, path) => {
    const { port: number, hostname } = new URL(emulator[port]);
    const socket = connect(Number(number), hostname);
    socket.end(`GET ${path} HTTP/1.1\r\nHost: evil.example:${number}\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /);
  });

  test.each(routes)("may not ask to change anything at %s %s", async (port, path) => {
    const Origin = "https://evil.example";
    const preflight = await fetch(emulator[port] + path, {
      method: "OPTIONS",
      headers: { Origin, "Access-Control-Request-Method": "POST" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    for (const method of ["POST", "DELETE"]) {
      const response = await fetch(emulator[port] + path, { method, headers: { Origin } });
      expect(response.status).toBe(403);
    }
  });
});

test("without being told otherwise the ports listen on loopback alone", async () => {
  const addresses = [emulator.grpc, emulator.rest, emulator.dashboard].map((at) => new URL(at));
  expect(addresses.map(({ hostname }) => hostname)).toEqual(Array(3).fill("127.0.0.1"));
  const others = Object.values(networkInterfaces()).flatMap((all = []) =>
    all.filter(({ internal, family }) => !internal && family === "IPv4"),
  );
  for (const { address } of others) {
    for (const { port } of addresses) {
      const reached = once(connect(Number(port), address), "connect");
      await expect(reached).rejects.toMatchObject({ code: "ECONNREFUSED" });
    }
  }
});
