import { once } from "node:events";
import { connect } from "node:net";

const types = { DATA: 0, HEADERS: 1, RST_STREAM: 3, SETTINGS: 4 } as const;

export const endStream = 1;
const endHeaders = 4;

/** A connection on which HTTP/2 is written frame by frame, for what no client sends. */
export interface Frames {
  send(...frames: readonly Buffer[]): void;
  /** All that has come by the time that this text has. */
  until(text: string): Promise<Buffer>;
  close(): void;
}

export async function connectFrames(port: number): Promise<Frames> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  socket.write(frame("SETTINGS", 0, 0));
  return {
    send: (...frames) => socket.write(Buffer.concat(frames)),
    async until(text) {
      let received = Buffer.alloc(0);
      for await (const piece of socket.iterator({ destroyOnReturn: false })) {
        received = Buffer.concat([received, piece]);
        if (received.includes(text)) break;
      }
      return received;
    },
    close: () => socket.destroy(),
  };
}

export function frame(
  type: keyof typeof types,
  flags: number,
  streamId: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = types[type];
  head[4] = flags;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

/** The headers of a gRPC call, each as a literal that no table keeps. */
export function headersFrame(streamId: number, path: string): Buffer {
  const headers = {
    ":method": "POST",
    ":scheme": "http",
    ":path": path,
    ":authority": "localhost",
    "content-type": "application/grpc",
    te: "trailers",
  };
  const block = Object.entries(headers).map(([name, value]) =>
    Buffer.concat([
      Buffer.of(0, name.length),
      Buffer.from(name),
      Buffer.of(value.length),
      Buffer.from(value),
    ]),
  );
  return frame("HEADERS", endHeaders, streamId, Buffer.concat(block));
}
