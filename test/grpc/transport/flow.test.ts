import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { type Stream, startBytesServer } from "./bytes-service.ts";
import { answerOf, connectHttp2, framed } from "./http2-client.ts";

const path = "/test.Bytes/Stream";

test("a stream whose client does not read is full, and takes more once it is read", async () => {
  const opened = Promise.withResolvers<Stream>();
  await using server = await startBytesServer({ stream: opened.resolve });
  const stream = server.client.open(path);
  const answer = answerOf(stream);
  stream.pause();
  stream.end(framed("x"));
  const call = await opened.promise;
  expect(call.write(Buffer.alloc(1_000_000))).toBe(false);
  expect(call.isFull).toBe(true);
  let isDrained = false;
  const drained = call.drained().then(() => {
    isDrained = true;
  });
  // Other calls of the connection go on meanwhile.
  const { body } = await server.client.call("/test.Bytes/Unary", [framed("other")]);
  expect(body).toEqual(framed("other"));
  expect(isDrained).toBe(false);
  stream.resume();
  await drained;
  expect(call.isFull).toBe(false);
  call.end();
  expect((await answer).body).toHaveLength(1_000_005);
});

test("waiting for room ends with the call", async () => {
  const opened = Promise.withResolvers<Stream>();
  await using server = await startBytesServer({ stream: opened.resolve });
  const stream = server.client.open(path);
  stream.end(framed("x"));
  const call = await opened.promise;
  while (call.write(Buffer.alloc(100_000))) {}
  const drained = call.drained();
  stream.destroy();
  await drained;
  expect(call.isOver).toBe(true);
  expect(call.write(Buffer.from("late"))).toBe(false);
  call.end();
});

test("messages written together arrive one by one and in order", async () => {
  await using server = await startBytesServer({
    stream(call) {
      for (let number = 0; number < 1_000; number++) call.write(Buffer.from(`${number}`));
      call.end();
    },
  });
  const { body } = await server.client.call(path, [framed("x")]);
  const expected = Array.from({ length: 1_000 }, (_, number) => framed(`${number}`));
  expect(body.equals(Buffer.concat(expected))).toBe(true);
});

test("thousands of calls wait on one connection", async () => {
  const began: (() => void)[] = [];
  const all = Promise.withResolvers<void>();
  const unary = async ({ request }: { request: Uint8Array }) => {
    const answered = Promise.withResolvers<void>();
    began.push(answered.resolve);
    if (began.length === 3_000) all.resolve();
    await answered.promise;
    return request;
  };
  await using server = await startBytesServer({ unary });
  const calls = Array.from({ length: 3_000 }, () =>
    server.client.call("/test.Bytes/Unary", [framed("x")]),
  );
  await all.promise;
  for (const answer of began) answer();
  const answers = await Promise.all(calls);
  expect(answers.filter(({ trailers }) => trailers["grpc-status"] === "0")).toHaveLength(3_000);
});

test("thousands of calls given up at once do not cost their client its connection", async () => {
  const unary = () => new Promise<never>(() => {});
  const stream = (call: Stream) => call.end();
  await using server = await startBytesServer({ unary, stream });
  const { client } = server;
  for (let number = 0; number < 3_000; number++) {
    const given = client.open("/test.Bytes/Unary");
    given.end(framed("x"));
    given.close(8);
  }
  const { trailers } = await client.call(path, [framed("x")]);
  expect(trailers["grpc-status"]).toBe("0");
});

test("pings are answered, however many", async () => {
  await using server = await startBytesServer();
  const { session } = server.client;
  const pong = () =>
    new Promise<void>((resolve, reject) => {
      session.ping((error) => (error ? reject(error) : resolve()));
    });
  for (let round = 0; round < 200; round++) {
    await Promise.all(Array.from({ length: 5 }, pong));
  }
  expect(session.closed).toBe(false);
});

test.each([
  ["garbage", Buffer.from("\x16\x03\x01 this is no HTTP at all")],
  ["a cut preface", Buffer.from("PRI * HT")],
  [
    "a preface and garbage",
    Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff\xff"),
  ],
  ["nothing", Buffer.alloc(0)],
])("a connection that sends %s harms no other", async (_, bytes) => {
  await using server = await startBytesServer();
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.end(bytes);
  socket.resume();
  await once(socket, "close");
  const { trailers } = await server.client.call("/test.Bytes/Unary", [framed("x")]);
  expect(trailers["grpc-status"]).toBe("0");
});

test("every connection has a peer of its own", async () => {
  const peers = new Set<string>();
  await using server = await startBytesServer({
    stream(call) {
      peers.add(call.peer);
      call.end();
    },
  });
  const other = await connectHttp2(server.port);
  for (const client of [server.client, other, other]) await client.call(path, [framed("x")]);
  other.close();
  expect(peers.size).toBe(2);
  for (const peer of peers) expect(peer).toMatch(/^127\.0\.0\.1:\d+$/);
});
