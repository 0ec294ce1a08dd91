import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttp2Server, type ServerHttp2Session } from "node:http2";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createAcceptor } from "./acceptor.ts";
import type { OpeningRules } from "./opening.ts";
import { plainAnswer, wrongProtocol } from "./plain-answer.ts";
import { streamsReplaced } from "./session-streams.ts";
import { type Failure, status } from "./status.ts";

export interface Listening {
  readonly port: number;
  /** Ends all calls with UNAVAILABLE, then the connections; whoever does not read is cut. */
  close(): Promise<void>;
}

export interface ListeningPorts extends OpeningRules {
  readonly log: (error: unknown) => void;
}

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

const sessionOptions = {
  settings: {
    // A request of 1 MB is sent without waiting for anybody.
    initialWindowSize: 2 * mebibyte,
    // Waits are calls, and thousands of them at once are nothing unusual.
    maxConcurrentStreams: 100_000,
    maxHeaderListSize: 64 * kibibyte,
  },
  // Megabytes. Node counts what waits to be sent, and refuses new calls above it.
  maxSessionMemory: 256,
  // Clients that give up thousands of waits at once are no attack.
  streamResetBurst: 20_000,
  streamResetRate: 2_000,
};

/** What all the calls of one connection may send ahead together. */
const connectionWindowBytes = 16 * mebibyte;

const graceMillis = 500;

/** Serves calls. Rejects with the system's error when the address cannot be had. */
export async function listen(
  { host, port }: { readonly host: string; readonly port: number },
  { log, ...rules }: ListeningPorts,
): Promise<Listening> {
  const { accept, failAll } = createAcceptor(rules);
  const sessions = new Set<ServerHttp2Session>();
  const http2 = createHttp2Server(sessionOptions);
  http2.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.setLocalWindowSize(connectionWindowBytes);
    const { remoteAddress, remotePort } = session.socket;
    const peer = `${remoteAddress}:${remotePort}`;
    const replaceStreams = streamsReplaced(session);
    session.on("stream", (stream, headers) => {
      replaceStreams();
      accept(stream, headers, peer);
    });
  });
  const http = createHttpServer(answerPlainly);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    whenSpoken(socket, (isHttp2) => (isHttp2 ? http2 : http).emit("connection", socket));
  });
  await listening(server, host, port);
  // A connection that cannot be accepted is the loss of its client alone.
  server.on("error", log);
  // A string only for pipes and null only before listening: neither happens here.
  const { port: bound } = server.address() as AddressInfo;
  return {
    port: bound,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      failAll(stopping);
      for (const session of sessions) session.close();
      const cut = setTimeout(() => {
        for (const session of sessions) session.destroy();
        for (const socket of sockets) socket.destroy();
      }, graceMillis);
      await closed;
      clearTimeout(cut);
    },
  };
}

const stopping: Failure = { code: status.UNAVAILABLE, message: "The emulator is stopping." };

const preface = Buffer.from("PRI");

/** Tells HTTP/2 by the first bytes of its preface, which begin no request of HTTP/1.1. */
function whenSpoken(socket: Socket, use: (isHttp2: boolean) => void): void {
  socket.once("readable", () => {
    const first: Buffer | null = socket.read();
    if (first === null) return;
    socket.unshift(first);
    const length = Math.min(first.length, preface.length);
    use(first.subarray(0, length).equals(preface.subarray(0, length)));
  });
}

const answerPlainly: RequestListener = (request, response) => {
  const { method, url: path } = request;
  const isProbe = path === "/healthz";
  const answer = (isProbe && plainAnswer(method, path, undefined)) || wrongProtocol;
  response.writeHead(answer.status, answer.headers).end(answer.body);
};

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
