import { type ClientHttp2Stream, connect } from "node:http2";
import { frameOf, prefixLength } from "../../emulator/grpc/transport/frame.ts";
import { inSlices } from "../../emulator/grpc/transport/slices.ts";
import type { Connect, Method } from "./lean-client.ts";

/** Both for each stream and for the connection: nobody waits to be allowed to send. */
const windowBytes = 2 ** 24;

/**
 * Calls framed on `node:http2`, with no retries, deadlines or compression. With grpc-js, the
 * client's calls cost twice as much processor time as the server's, and are what is measured.
 */
export const connectByHttp2: Connect = ({ address, service, taskHub }) => {
  const session = connect(`http://${address}`, { settings: { initialWindowSize: windowBytes } });
  session.once("connect", () => session.setLocalWindowSize(windowBytes));

  function begin<Request>({ name, requestType }: Method<Request, unknown>, request: Request) {
    const headers = {
      ":method": "POST",
      ":path": `/${service}/${name}`,
      "content-type": "application/grpc",
      te: "trailers",
      taskhub: taskHub,
    };
    const stream = session.request(headers, { endStream: false });
    stream.once("response", ({ "grpc-status": status }) => refuseUnlessOk(name, status));
    stream.once("trailers", ({ "grpc-status": status }) => refuseUnlessOk(name, status));
    stream.end(frameOf(requestType, request));
    return stream;
  }

  return {
    call(method, request, answered) {
      const stream = begin(method, request);
      eachMessage(stream, (bytes) => answered(method.responseType.decode(bytes)));
    },
    open(method, request, onMessage) {
      const stream = begin(method, request);
      // The load's end cuts it.
      stream.once("error", () => {});
      // As the server does: else each would wait until the other has done all that it was sent.
      const take = inSlices((bytes: Uint8Array) => onMessage(method.responseType.decode(bytes)));
      eachMessage(stream, take);
    },
  };
};

function eachMessage(stream: ClientHttp2Stream, onMessage: (bytes: Uint8Array) => void): void {
  let rest: Buffer | undefined;
  stream.on("data", (piece: Buffer) => {
    let bytes = rest === undefined ? piece : Buffer.concat([rest, piece]);
    for (let end = endOf(bytes); end <= bytes.length; end = endOf(bytes)) {
      onMessage(bytes.subarray(prefixLength, end));
      bytes = bytes.subarray(end);
    }
    rest = bytes.length > 0 ? bytes : undefined;
  });
}

/** Where the first message ends; beyond the bytes that have come when not even its length has. */
function endOf(bytes: Buffer): number {
  return bytes.length < prefixLength ? Infinity : prefixLength + bytes.readUInt32BE(1);
}

function refuseUnlessOk(name: string, status: unknown): void {
  if (status !== undefined && status !== "0") {
    throw new Error(`${name} was answered with status ${status}.`);
  }
}
