import { type Compression, decompress } from "./compression.ts";
import type { Exchange } from "./exchange.ts";
import { createRequestReader, type RequestMessage } from "./request-reader.ts";
import { type Failure, status } from "./status.ts";

/** The request of a call while it comes in. */
export interface Request {
  add(data: Buffer): void;
  /** No more data comes. */
  end(): void;
}

/** A request may be this large: a turn's answer holds many payloads of up to 1 MB each. */
const requestBytesMax = 64 * 1024 * 1024;

/** Hands the whole message to `use`; fails the call when there cannot be one. */
export function createRequest(
  exchange: Exchange,
  compression: Compression | undefined,
  use: (bytes: Buffer) => void,
): Request {
  const reader = createRequestReader(requestBytesMax);

  async function useDecompressed(message: RequestMessage): Promise<void> {
    const bytes = await decompressed(message, compression);
    if ("code" in bytes) exchange.fail(bytes);
    else if (!exchange.isOver) use(bytes);
  }

  return {
    add(data) {
      if (exchange.isOver) return;
      const failure = reader.add(data);
      if (failure !== undefined) exchange.fail(failure);
    },
    end() {
      if (exchange.isOver) return;
      const message = reader.end();
      if ("code" in message) exchange.fail(message);
      else if (message.isCompressed) void useDecompressed(message);
      else use(message.bytes);
    },
  };
}

async function decompressed(
  { bytes }: RequestMessage,
  compression: Compression | undefined,
): Promise<Buffer | Failure> {
  if (compression === undefined) return notCompressed;
  return decompress(compression, bytes, requestBytesMax);
}

const notCompressed: Failure = {
  code: status.INTERNAL,
  message: "The request's message is flagged as compressed, and no grpc-encoding says how.",
};
