import { request as requestHttp1 } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { status } from "../../../emulator/grpc/transport/status.ts";
import { timeoutMillis } from "../../../emulator/grpc/transport/timeout.ts";
import { type BytesServer, startBytesServer } from "./bytes-service.ts";
import { framed } from "./http2-client.ts";

let server: BytesServer;

beforeAll(async () => {
  server = await startBytesServer();
});

afterAll(() => server[Symbol.asyncDispose]());

test.each(["/test.Bytes/Nothing", "/nothing.Nobody/Unary", "/", "/test.Bytes/unary"])(
  "%s is no method: UNIMPLEMENTED, in headers alone",
  async (path) => {
    const { headers, isTrailersOnly } = await server.client.call(path, [framed("x")]);
    expect(isTrailersOnly).toBe(true);
    expect(headers).toMatchObject({
      ":status": 200,
      "grpc-status": String(status.UNIMPLEMENTED),
      "grpc-message": `The server does not implement the method ${path}`,
    });
  },
);

test.each(["application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8"])(
  "%s is gRPC's content type",
  async (type) => {
    const asked = server.client.call("/test.Bytes/Unary", [framed("x")], { "content-type": type });
    expect((await asked).trailers["grpc-status"]).toBe("0");
  },
);

test.each(["application/json", "application/grpc-web", ""])(
  "a body of type '%s' is answered 415 with what the port is for",
  async (type) => {
    const { headers, body } = await server.client.call("/test.Bytes/Unary", [framed("x")], {
      "content-type": type,
    });
    expect(headers[":status"]).toBe(415);
    expect(String(body)).toContain("speaks gRPC");
  },
);

test("another method than POST is answered 405 with the one there is", async () => {
  const { headers } = await server.client.call("/test.Bytes/Unary", [], { ":method": "PUT" });
  expect(headers).toMatchObject({ ":status": 405, allow: "POST" });
});

test("GET /healthz answers 200 over HTTP/2", async () => {
  const { headers } = await server.client.call("/healthz", [], { ":method": "GET" });
  expect(headers[":status"]).toBe(200);
});

test.each([
  ["GET", "/healthz", 200, "Healthy"],
  ["GET", "/", 400, "HTTP/1.1 request"],
  ["POST", "/test.Bytes/Unary", 400, "HTTP/1.1 request"],
])("over HTTP/1.1 %s %s answers %i", async (method, path, code, text) => {
  const answer = await new Promise<{ code: number | undefined; text: string }>(
    (resolve, reject) => {
      const { port } = server;
      const sent = requestHttp1({ port, host: "127.0.0.1", method, path }, (response) => {
        response.setEncoding("utf8").on("data", (body) => {
          resolve({ code: response.statusCode, text: body });
        });
      });
      sent.once("error", reject).end();
    },
  );
  expect(answer).toEqual({ code, text: expect.stringContaining(text) });
});

test.each([
  ["1H", 3_600_000],
  ["2M", 120_000],
  ["3S", 3_000],
  ["4m", 4],
  ["5u", 1],
  ["1500u", 2],
  ["6n", 1],
  ["99999999H", 359_999_996_400_000],
  ["0S", 0],
])("a grpc-timeout of %s is %i milliseconds", (value, millis) => {
  expect(timeoutMillis(value)).toBe(millis);
});

test.each(["", "S", "1", "1s", "-1S", "1.5S", "123456789S", "1S "])(
  "a grpc-timeout of '%s' is none",
  (value) => {
    expect(timeoutMillis(value)).toBeUndefined();
  },
);

test("a call with a timeout that is none is refused", async () => {
  const { headers } = await server.client.call("/test.Bytes/Unary", [framed("x")], {
    "grpc-timeout": "soon",
  });
  expect(headers).toMatchObject({
    "grpc-status": String(status.INTERNAL),
    "grpc-message": 'Invalid grpc-timeout value "soon"',
  });
});

test("a timeout of years is taken, and no timer overflows", async () => {
  const { trailers } = await server.client.call("/test.Bytes/Unary", [framed("x")], {
    "grpc-timeout": "99999999H",
  });
  expect(trailers["grpc-status"]).toBe("0");
});

test("binary metadata, whatever is in it, is no reason to refuse a call", async () => {
  const { trailers } = await server.client.call("/test.Bytes/Unary", [framed("x")], {
    "trace-bin": "AAEC/w, not base64 !",
    "empty-bin": "",
  });
  expect(trailers["grpc-status"]).toBe("0");
});

test("a call with more headers than anybody sends is cut, and no other", async () => {
  const headers = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`x-${n}`, "x"]));
  const heavy = server.client.call("/test.Bytes/Unary", [framed("x")], headers);
  await expect(heavy).rejects.toThrow("Cut");
  const { trailers } = await server.client.call("/test.Bytes/Unary", [framed("x")]);
  expect(trailers["grpc-status"]).toBe("0");
});
