import { once } from "node:events";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from "node:http2";

/** HTTP/2 without any gRPC, to send what no gRPC client sends and see every header. */
export interface Http2Client {
  readonly session: ClientHttp2Session;
  /** A stream whose body the caller writes. */
  open(path: string, headers?: OutgoingHttpHeaders): ClientHttp2Stream;
  /** A whole call: these pieces, each in a DATA frame of its own, then the end of the request. */
  call(path: string, pieces: readonly Buffer[], headers?: OutgoingHttpHeaders): Promise<Answer>;
  close(): void;
}

export interface Answer {
  readonly headers: IncomingHttpHeaders;
  /** The headers themselves where the answer has nothing else. */
  readonly trailers: IncomingHttpHeaders;
  readonly isTrailersOnly: boolean;
  readonly body: Buffer;
}

const grpc = { ":method": "POST", "content-type": "application/grpc", te: "trailers" };

export async function connectHttp2(port: number): Promise<Http2Client> {
  const session = connect(`http://127.0.0.1:${port}`);
  session.on("error", () => {});
  await once(session, "connect");
  const open: Http2Client["open"] = (path, headers) => {
    const stream = session.request({ ":path": path, ...grpc, ...headers });
    stream.on("error", () => {});
    return stream;
  };
  return {
    session,
    open,
    async call(path, pieces, headers) {
      const stream = open(path, headers);
      const answer = answerOf(stream);
      // A stream that is cut takes no more pieces: who waits for the answer is told why.
      answer.catch(() => {});
      for (const piece of pieces) await Promise.race([written(stream, piece), answer]);
      stream.end();
      return answer;
    },
    close: () => session.destroy(),
  };
}

/** Resolves with the end of the answer; rejects when the stream is cut before. */
export function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  const pieces: Buffer[] = [];
  let headers: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders | undefined;
  stream.on("response", (received) => {
    headers = received;
  });
  stream.on("trailers", (received) => {
    trailers = received;
  });
  stream.on("data", (piece: Buffer) => pieces.push(piece));
  return new Promise((resolve, reject) => {
    stream.once("close", () => {
      const isTrailersOnly = trailers === undefined;
      const body = Buffer.concat(pieces);
      if (headers[":status"] === undefined) reject(new Error(`Cut with code ${stream.rstCode}.`));
      else resolve({ headers, trailers: trailers ?? headers, isTrailersOnly, body });
    });
  });
}

function written(stream: ClientHttp2Stream, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    stream.write(piece, () => resolve());
  });
}

/** A gRPC message: flag, length, bytes. */
export function framed(message: string | Buffer, flag = 0): Buffer {
  const bytes = Buffer.from(message);
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}
