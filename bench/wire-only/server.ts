import { once } from "node:events";
import { createServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { TaskHubSidecarServiceDefinition } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { prefixLength } from "../../emulator/grpc/transport/frame.ts";
import { createCalls } from "./calls.ts";

/**
 * Answers one lean worker's calls, straight on `node:http2`, and does nothing that it need not:
 * whatever goes wrong ends the process.
 */
const { fullName, methods } = TaskHubSidecarServiceDefinition;
const pathOf = (name: string) => `/${fullName}/${name}`;

const start = { ":status": 200, "content-type": "application/grpc" };
const options = { waitForTrailers: true, sendDate: false };
const ok = { "grpc-status": 0 };

let work: ServerHttp2Stream | undefined;
const calls = createCalls((frames) => {
  if (work === undefined) throw new Error("Work came before its worker.");
  work.write(frames);
});
/** What has come of requests that are not there as a whole. */
const begun = new Map<ServerHttp2Stream, Buffer>();

// One listener for all streams: Node keeps closed streams for a while, and theirs with them.
const listeners = new Map(
  Object.entries(calls).map(([name, call]) => {
    function onData(this: ServerHttp2Stream, piece: Buffer): void {
      const request = wholeOf(this, piece);
      if (request === undefined) return;
      const end = idEndOf(request);
      const instanceId = request.toString("latin1", idAt, end);
      call(instanceId, request.toString("latin1", end), (frame) => {
        this.respond(start, options);
        this.end(frame);
      });
    }
    return [pathOf(name), onData] as const;
  }),
);

/** Each request begins with the instance's id: after the frame's prefix, a tag and a length. */
const idAt = prefixLength + 2;

function idEndOf(request: Buffer): number {
  const length = request[idAt - 1] ?? 0;
  const isShortId = request[prefixLength] === 0x0a && length < 0x80;
  if (!isShortId) throw new Error("A request does not begin with an id of less than 128 bytes.");
  return idAt + length;
}

function wholeOf(stream: ServerHttp2Stream, piece: Buffer): Buffer | undefined {
  const before = begun.size > 0 ? begun.get(stream) : undefined;
  const bytes = before === undefined ? piece : Buffer.concat([before, piece]);
  const hasLength = bytes.length >= prefixLength;
  if (!hasLength || bytes.length < prefixLength + bytes.readUInt32BE(1)) {
    begun.set(stream, bytes);
    return undefined;
  }
  if (before !== undefined) begun.delete(stream);
  return bytes;
}

function sendOk(this: ServerHttp2Stream): void {
  this.sendTrailers(ok);
}

const server = createServer({ settings: { maxConcurrentStreams: 100_000 } });
server.on("session", (session) => session.setLocalWindowSize(2 ** 24));
server.on("stream", (stream, { ":path": path = "" }) => {
  // The load's end cuts what is under way.
  stream.on("error", () => {});
  stream.on("wantTrailers", sendOk);
  const onData = listeners.get(path);
  if (onData !== undefined) stream.on("data", onData);
  else if (path === pathOf(methods.getWorkItems.name)) {
    work = stream;
    stream.respond(start, options);
    stream.resume();
  } else throw new Error(`${path} is not called by what this server is for.`);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
// An orderly exit is what writes a profile under `node --cpu-prof`.
process.once("SIGTERM", () => process.exit());
console.log(`127.0.0.1:${(server.address() as AddressInfo).port}`);
