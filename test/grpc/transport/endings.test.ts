import { once } from "node:events";
import { constants } from "node:http2";
import { connect } from "node:net";
import { Client, credentials, Metadata, type StatusObject } from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { status } from "../../../emulator/grpc/transport/status.ts";
import { headersOf } from "../../../emulator/grpc/transport/status-headers.ts";
import { startBytesServer } from "./bytes-service.ts";
import { connectFrames, endStream, frame, headersFrame } from "./frames.ts";
import { answerOf, framed } from "./http2-client.ts";

const path = "/test.Bytes/Unary";

/** A handler that only its signal ends. */
function waiting() {
  const began = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const handle = ({ signal }: { signal(): AbortSignal }) => {
    signal().addEventListener("abort", () => aborted.resolve());
    began.resolve();
    return new Promise<never>(() => {});
  };
  return { handle, began: began.promise, aborted: aborted.promise };
}

test("a deadline ends the call with DEADLINE_EXCEEDED and aborts its handler", async () => {
  const { handle, aborted } = waiting();
  await using server = await startBytesServer({ unary: handle });
  const { headers } = await server.client.call(path, [framed("x")], { "grpc-timeout": "20m" });
  expect(headers["grpc-status"]).toBe(String(status.DEADLINE_EXCEEDED));
  await aborted;
});

test("a deadline ends a call whose request never ends", async () => {
  await using server = await startBytesServer();
  const stream = server.client.open(path, { "grpc-timeout": "20m" });
  stream.write(framed("x").subarray(0, 2));
  const [headers] = await once(stream, "response");
  expect(headers["grpc-status"]).toBe(String(status.DEADLINE_EXCEEDED));
});

test("a deadline ends a stream that has begun, with its status in the trailers", async () => {
  await using server = await startBytesServer({ stream: (call) => call.write(Buffer.from("a")) });
  const { body, trailers } = await server.client.call("/test.Bytes/Stream", [framed("x")], {
    "grpc-timeout": "50m",
  });
  expect(body).toEqual(framed("a"));
  expect(trailers["grpc-status"]).toBe(String(status.DEADLINE_EXCEEDED));
});

test.each([constants.NGHTTP2_CANCEL, constants.NGHTTP2_NO_ERROR, constants.NGHTTP2_INTERNAL_ERROR])(
  "a client that resets its stream with code %i aborts the handler",
  async (code) => {
    const { handle, began, aborted } = waiting();
    await using server = await startBytesServer({ unary: handle });
    const stream = server.client.open(path);
    stream.end(framed("x"));
    await began;
    stream.close(code);
    await aborted;
  },
);

test("a client that is gone aborts the handlers of all its calls", async () => {
  const { handle, began, aborted } = waiting();
  await using server = await startBytesServer({ unary: handle });
  server.client.open(path).end(framed("x"));
  await began;
  server.client.session.destroy();
  await aborted;
});

test.each([constants.NGHTTP2_CANCEL, constants.NGHTTP2_NO_ERROR])(
  "a request that its client resets with code %i before its end reaches no handler",
  async (code) => {
    let count = 0;
    const unary = async ({ request }: { request: Uint8Array }) => {
      count += 1;
      return request;
    };
    await using server = await startBytesServer({ unary });
    const connection = await connectFrames(server.port);
    connection.send(
      headersFrame(1, path),
      frame("DATA", 0, 1, framed("whole, but not ended")),
      frame("RST_STREAM", 0, 1, Buffer.of(0, 0, 0, code)),
      headersFrame(3, path),
      frame("DATA", endStream, 3, framed("whole")),
    );
    expect(String(await connection.until("whole"))).not.toContain("not ended");
    connection.close();
    expect(count).toBe(1);
  },
);

test("what a handler throws is the call's status, in headers alone", async () => {
  const failing = async () => {
    throw new Error("out of paper");
  };
  await using server = await startBytesServer({ unary: failing });
  const { headers, isTrailersOnly } = await server.client.call(path, [framed("x")]);
  expect(isTrailersOnly).toBe(true);
  expect(headers).toMatchObject({
    "grpc-status": String(status.INTERNAL),
    "grpc-message": "out of paper",
  });
});

test("a stream may end without a message, and is a good one", async () => {
  await using server = await startBytesServer();
  const { headers, trailers, body } = await server.client.call("/test.Bytes/Stream", [framed("x")]);
  expect(headers[":status"]).toBe(200);
  expect(trailers["grpc-status"]).toBe("0");
  expect(body).toHaveLength(0);
});

test("a status message is percent-encoded UTF-8, and real clients read it back", async () => {
  const text = "100 % für Ärger: 💥\n\ttab, \u0000 and a lone \ud800";
  const { "grpc-message": encoded } = headersOf({ code: status.ABORTED, message: text });
  expect(encoded).toMatch(/^[\x20-\x7e]+$/);
  const failing = async () => {
    throw new Error(text);
  };
  await using server = await startBytesServer({ unary: failing });
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
  const asIs = (bytes: Buffer) => bytes;
  const answered = new Promise<StatusObject>((resolve) => {
    client
      .makeUnaryRequest(path, asIs, asIs, Buffer.alloc(0), new Metadata(), () => {})
      .on("status", resolve);
  });
  expect((await answered).details).toBe(text.toWellFormed());
  client.close();
});

test("a long status message is cut to what clients take", () => {
  const { "grpc-message": encoded = "" } = headersOf({
    code: status.INTERNAL,
    message: "漢".repeat(10_000),
  });
  expect(encoded.length).toBeLessThan(8 * 1024);
});

test("stopping ends calls with UNAVAILABLE and connections with GOAWAY", async () => {
  const { handle, began, aborted } = waiting();
  await using server = await startBytesServer({
    unary: handle,
    stream: (call) => call.write(Buffer.from("a")),
  });
  const { client } = server;
  const wait = client.call(path, [framed("x")]);
  const flow = client.open("/test.Bytes/Stream");
  const flowAnswer = answerOf(flow);
  flow.end(framed("x"));
  await Promise.all([began, once(flow, "response")]);
  const goaway = once(client.session, "goaway");
  await server.stop();
  for (const { trailers } of [await wait, await flowAnswer]) {
    expect(trailers["grpc-status"]).toBe(String(status.UNAVAILABLE));
  }
  const [code] = await goaway;
  expect(code).toBe(constants.NGHTTP2_NO_ERROR);
  await aborted;
});

test("stopping cuts clients that do not read, or never spoke", async () => {
  await using server = await startBytesServer({
    stream: (call) => {
      while (call.write(Buffer.alloc(100_000))) {}
    },
  });
  const silent = connect(server.port, "127.0.0.1");
  silent.on("error", () => {});
  await once(silent, "connect");
  const stream = server.client.open("/test.Bytes/Stream");
  stream.end(framed("x"));
  await once(stream, "response");
  const closed = once(silent, "close");
  silent.resume();
  await server.stop();
  await closed;
});
