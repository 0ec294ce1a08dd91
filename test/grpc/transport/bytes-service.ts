import type { BinaryWriter } from "@bufbuild/protobuf/wire";
import { listen } from "../../../emulator/grpc/transport/listen.ts";
import { streamRoute, unaryRoute } from "../../../emulator/grpc/transport/route.ts";
import { routesOf } from "../../../emulator/grpc/transport/routes.ts";
import { type Failure, status } from "../../../emulator/grpc/transport/status.ts";
import { connectHttp2, type Http2Client } from "./http2-client.ts";

type Handler<Call> = (call: Call) => Promise<Uint8Array>;
type UnaryCall = Parameters<Parameters<typeof unaryRoute<Uint8Array, Uint8Array>>[1]>[0];
export type Stream = Parameters<Parameters<typeof streamRoute<Uint8Array, Uint8Array>>[1]>[0];

/** A server of one service, `test.Bytes`, whose messages are bytes and whose handlers are given. */
export interface BytesServer extends AsyncDisposable {
  readonly port: number;
  readonly client: Http2Client;
  stop(): Promise<void>;
}

export interface BytesHandlers {
  /** `/test.Bytes/Unary`; the request comes back unless this is given. */
  readonly unary?: Handler<UnaryCall>;
  /** `/test.Bytes/Stream`; ends at once unless this is given. */
  readonly stream?: (call: Stream) => void;
}

const bytes = {
  decode: (message: Uint8Array) => message,
  encode: (message: Uint8Array, writer: BinaryWriter) => writer.raw(message),
};

const method = (name: string) => ({ name, requestType: bytes, responseType: bytes });

export async function startBytesServer({
  unary = async ({ request }) => request,
  stream = (call) => call.end(),
}: BytesHandlers = {}): Promise<BytesServer> {
  const routes = routesOf([
    { fullName: "test.Bytes" },
    [
      unaryRoute(method("Unary"), unary, failureOf),
      streamRoute(method("Stream"), async (call) => stream(call), failureOf),
    ],
  ]);
  const { port, close } = await listen(
    { host: "127.0.0.1", port: 0 },
    { routes, refusalOf: () => undefined, log: () => {} },
  );
  const client = await connectHttp2(port);
  return {
    port,
    client,
    stop: close,
    async [Symbol.asyncDispose]() {
      client.close();
      await close();
    },
  };
}

function failureOf(error: unknown): Failure {
  return { code: status.INTERNAL, message: error instanceof Error ? error.message : "" };
}
