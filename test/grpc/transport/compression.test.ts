import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { status } from "../../../emulator/grpc/transport/status.ts";
import { type BytesServer, startBytesServer } from "./bytes-service.ts";
import { framed } from "./http2-client.ts";

let server: BytesServer;

beforeAll(async () => {
  server = await startBytesServer();
});

afterAll(() => server[Symbol.asyncDispose]());

const ask = (encoding: string | undefined, message: Buffer, flag: number) =>
  server.client.call("/test.Bytes/Unary", [framed(message, flag)], {
    ...(encoding && { "grpc-encoding": encoding }),
  });

test.each([
  ["gzip", gzipSync("hello"), 1],
  ["deflate", deflateSync("hello"), 1],
  ["gzip", Buffer.from("hello"), 0],
  ["identity", Buffer.from("hello"), 0],
])("a request by %s is read, and answered uncompressed", async (encoding, message, flag) => {
  const { headers, trailers, body } = await ask(encoding, message, flag);
  expect(trailers["grpc-status"]).toBe("0");
  expect(headers["grpc-accept-encoding"]).toBe("identity,gzip,deflate");
  expect(body).toEqual(framed("hello"));
});

test("a request by an encoding we do not know is told which we do", async () => {
  const { headers } = await ask("zstd", Buffer.from("x"), 1);
  expect(headers).toMatchObject({
    "grpc-status": String(status.UNIMPLEMENTED),
    "grpc-accept-encoding": "identity,gzip,deflate",
    "grpc-message": expect.stringContaining("zstd"),
  });
});

test.each([undefined, "identity"])(
  "a message flagged as compressed, by the encoding %s, is refused",
  async (encoding) => {
    const { headers } = await ask(encoding, gzipSync("x"), 1);
    expect(headers).toMatchObject({
      "grpc-status": String(status.INTERNAL),
      "grpc-message": expect.stringContaining("flagged as compressed"),
    });
  },
);

test("a damaged message is refused", async () => {
  const { headers } = await ask("gzip", Buffer.from("no gzip"), 1);
  expect(headers).toMatchObject({
    "grpc-status": String(status.INTERNAL),
    "grpc-message": expect.stringContaining("decompress"),
  });
});

test("a message that grows over 64 MiB is refused, however small it came", async () => {
  const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(100_000);
  const { headers } = await ask("gzip", bomb, 1);
  expect(headers).toMatchObject({
    "grpc-status": String(status.RESOURCE_EXHAUSTED),
    "grpc-message": expect.stringContaining("decompresses to more than 67108864 bytes"),
  });
});
