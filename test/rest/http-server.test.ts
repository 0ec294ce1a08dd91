import { once } from "node:events";
import { connect } from "node:net";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { expect, test } from "vitest";
import { type HttpEnvironment, listenHttp } from "../../emulator/rest/http-server.ts";

const app = new Hono<{ Bindings: HttpEnvironment }>()
  .get("/", (context) => context.text("here"))
  .get("/stream", (context) =>
    streamSSE(context, async (stream) => {
      await stream.writeSSE({ data: "first" });
      await once(context.env.stopping, "abort");
    }),
  );
const here = { purpose: "REST", host: "127.0.0.1", fetch: app.fetch };

test("port 0 takes a free port, which answers as soon as listening resolves", async () => {
  const server = await listenHttp({ ...here, port: 0 });
  expect(server.port).toBeGreaterThan(0);
  const response = await fetch(`http://127.0.0.1:${server.port}/`);
  expect(await response.text()).toBe("here");
  await server.close();
});

test("a taken port is refused with its purpose, its number and the way out", async () => {
  const first = await listenHttp({ ...here, port: 0 });
  const second = listenHttp({ ...here, port: first.port });
  await expect(second).rejects.toThrow(
    `The REST port ${first.port} on 127.0.0.1 is taken by another process; ` +
      "stop that process or choose another port (0 = any).",
  );
  await first.close();
});

test("an address that is not the machine's is refused as such", async () => {
  const server = listenHttp({ ...here, host: "203.0.113.7", port: 0 });
  await expect(server).rejects.toThrow("203.0.113.7 is not an address of this machine");
});

test("closing ends open streams and idle connections by itself", async () => {
  const server = await listenHttp({ ...here, port: 0 });
  const idle = connect(server.port, "127.0.0.1");
  await once(idle, "connect");
  const response = await fetch(`http://127.0.0.1:${server.port}/stream`);
  const text = response.text();
  const idleClosed = once(idle, "close");
  idle.resume();
  await server.close();
  expect(await text).toBe("data: first\n\n");
  await idleClosed;
  await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow();
});
