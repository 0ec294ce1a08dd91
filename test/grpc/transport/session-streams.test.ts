import { once } from "node:events";
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { streamsReplaced } from "../../../emulator/grpc/transport/session-streams.ts";
import { connectHttp2 } from "./http2-client.ts";

test("a session's streams are moved now and then, and none is lost", async () => {
  const server = createServer();
  const maps = new Set<unknown>();
  const longs: ServerHttp2Stream[] = [];
  server.on("session", (session) => {
    const replaceStreams = streamsReplaced(session);
    session.on("stream", (stream, headers) => {
      replaceStreams();
      maps.add(streamsOf(session));
      stream.respond({ ":status": 200 });
      if (headers[":path"] === "/long") longs.push(stream);
      else stream.end("short");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const client = await connectHttp2(port);
  try {
    const long = client.call("/long", []);
    for (let count = 0; count < 600; count++) {
      expect(String((await client.call("/short", [])).body)).toBe("short");
    }
    expect(maps.size).toBe(3);
    expect(maps).not.toContain(undefined);
    for (const stream of longs) stream.end("long");
    expect(String((await long).body)).toBe("long");
  } finally {
    client.close();
    server.close();
  }
});

function streamsOf(session: ServerHttp2Session): unknown {
  const symbols = Object.getOwnPropertySymbols(session);
  const symbol = symbols.find(({ description }) => description === "state");
  const state: unknown = symbol && Reflect.get(session, symbol);
  return typeof state === "object" && state !== null && "streams" in state
    ? state.streams
    : undefined;
}
