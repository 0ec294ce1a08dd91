import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addPiece,
  createRequestReader,
  messageOf,
} from "../../../emulator/grpc/transport/request-reader.ts";
import { status } from "../../../emulator/grpc/transport/status.ts";
import { type BytesServer, startBytesServer } from "./bytes-service.ts";
import { framed } from "./http2-client.ts";

let server: BytesServer;

beforeAll(async () => {
  server = await startBytesServer();
});

afterAll(() => server[Symbol.asyncDispose]());

const ask = (...pieces: readonly Buffer[]) => server.client.call("/test.Bytes/Unary", pieces);

test("a message cut anywhere, into any number of pieces, is one message", () => {
  const cuts = fc.array(fc.nat(40), { maxLength: 40 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 35 }), cuts, (message, places) => {
      const whole = framed(Buffer.from(message));
      const reader = createRequestReader(100);
      let from = 0;
      for (const to of [...places.sort((one, other) => one - other), whole.length]) {
        expect(addPiece(reader, whole.subarray(from, to))).toBeUndefined();
        from = Math.min(to, whole.length);
      }
      expect(messageOf(reader)).toEqual({ isCompressed: false, bytes: Buffer.from(message) });
    }),
  );
});

test("a message that comes byte by byte is answered: headers, a message, trailers", async () => {
  const { headers, trailers, isTrailersOnly, body } = await ask(
    ...Array.from(framed("hello"), (byte) => Buffer.of(byte)),
  );
  expect(headers).toMatchObject({ ":status": 200, "content-type": "application/grpc+proto" });
  expect(isTrailersOnly).toBe(false);
  expect(trailers["grpc-status"]).toBe("0");
  expect(body).toEqual(framed("hello"));
});

test("an empty message is a message", async () => {
  const { trailers, body } = await ask(framed(""));
  expect(trailers["grpc-status"]).toBe("0");
  expect(body).toEqual(framed(""));
});

test.each([
  ["two messages in one frame", [Buffer.concat([framed("a"), framed("b")])]],
  ["two messages in two frames", [framed("a"), framed("b")]],
])("%s are refused: a method takes one", async (_, pieces) => {
  const { trailers } = await ask(...pieces);
  expect(trailers).toMatchObject({
    "grpc-status": String(status.UNIMPLEMENTED),
    "grpc-message": expect.stringContaining("second request message"),
  });
});

test("no message is refused", async () => {
  const { trailers, isTrailersOnly } = await ask();
  expect(isTrailersOnly).toBe(true);
  expect(trailers).toMatchObject({
    "grpc-status": String(status.UNIMPLEMENTED),
    "grpc-message": expect.stringContaining("no request message"),
  });
});

test.each([
  ["in its prefix", framed("hello").subarray(0, 3)],
  ["in its bytes", framed("hello").subarray(0, 7)],
])("a request that ends %s is refused", async (_, piece) => {
  const { trailers } = await ask(piece);
  expect(trailers).toMatchObject({
    "grpc-status": String(status.INTERNAL),
    "grpc-message": expect.stringContaining("ended within"),
  });
});

test("what begins with no flag of gRPC is refused", async () => {
  const { trailers } = await ask(framed("hello", 7));
  expect(trailers).toMatchObject({
    "grpc-status": String(status.INTERNAL),
    "grpc-message": expect.stringContaining("framing"),
  });
});

test("a message over 64 MiB is refused by its length, before it comes", async () => {
  const stream = server.client.open("/test.Bytes/Unary");
  const prefix = Buffer.from([0, 4, 0, 0, 1]);
  const refused = new Promise((resolve) => stream.once("response", resolve));
  stream.write(prefix);
  expect(await refused).toMatchObject({
    "grpc-status": String(status.RESOURCE_EXHAUSTED),
    "grpc-message": expect.stringContaining("67108865 bytes"),
  });
  stream.destroy();
});

test("a request of many megabytes comes through", async () => {
  const message = Buffer.alloc(10_000_000, "x");
  const { body } = await ask(framed(message));
  expect(body.equals(framed(message))).toBe(true);
});
