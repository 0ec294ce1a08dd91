import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";

export interface HttpServerOptions {
  /** What the port is for, as errors name it: "REST", "dashboard". */
  readonly purpose: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** A certificate and its private key, in PEM, where the port speaks HTTPS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly fetch: (request: Request, environment: HttpEnvironment) => Response | Promise<Response>;
}

/** What a handler may know of the server it runs in. */
export interface HttpEnvironment {
  /** Aborted when the server closes: streams end themselves, so that closing need not cut them. */
  readonly stopping: AbortSignal;
}

export interface HttpServer {
  readonly host: string;
  readonly port: number;
  /** Takes no new connections, gives running requests `graceMillis` to end, then cuts them. */
  close(): Promise<void>;
}

const graceMillis = 2_000;

/** Resolves once the port answers; rejects with a way out when it cannot be had. */
export async function listenHttp(options: HttpServerOptions): Promise<HttpServer> {
  const stopping = new AbortController();
  const listener = getRequestListener((request) =>
    options.fetch(request, { stopping: stopping.signal }),
  );
  const { tls } = options;
  const server =
    tls === undefined
      ? createServer(listener)
      : createSecureServer({ cert: tls.certificate, key: tls.key }, listener);
  const connections = trackConnections(server, stopping.signal);
  await listening(server, options);
  return {
    host: options.host,
    port: portOf(server),
    close: () => {
      const ended = closed(server);
      stopping.abort();
      connections.endIdle();
      return ended;
    },
  };
}

/**
 * Node counts a connection that never sent a request, or whose last answer ends while the server
 * closes, as busy; each would hold up the closing for the whole grace.
 */
function trackConnections(server: Server, stopping: AbortSignal) {
  const idle = new Set<Socket>();
  // Over TLS, what requests belong to is the socket inside the connection.
  for (const event of ["connection", "secureConnection"]) server.on(event, track);
  function track(socket: Socket): void {
    idle.add(socket);
    socket.once("close", () => idle.delete(socket));
  }
  server.on("request", (request, response) => {
    idle.delete(request.socket);
    response.once("close", () => {
      if (stopping.aborted) request.socket.destroySoon();
      else if (!request.socket.destroyed) idle.add(request.socket);
    });
  });
  return {
    endIdle: () => {
      for (const socket of idle) socket.destroy();
    },
  };
}

function listening(server: Server, options: HttpServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(listenError(error, options));
    server.once("error", fail);
    server.listen({ host: options.host, port: options.port, exclusive: true }, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

const listenFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: "is taken by another process; stop that process or choose another port (0 = any)",
  EACCES: "may not be used by this user; choose a port above 1023 (0 = any)",
  EADDRNOTAVAIL: "is not an address of this machine; listen on 127.0.0.1 or 0.0.0.0",
  ENOTFOUND: "is not a host this machine can find; listen on 127.0.0.1 or 0.0.0.0",
};

function listenError(error: NodeJS.ErrnoException, options: HttpServerOptions): Error {
  const fault = listenFaults[error.code ?? ""] ?? `cannot be listened on: ${error.message}`;
  const where = `${options.purpose} port ${options.port} on ${options.host}`;
  return new Error(`The ${where} ${fault}.`, { cause: error });
}

function portOf(server: Server): number {
  // A string only for pipes and null only before listening: neither happens here.
  return (server.address() as AddressInfo).port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMillis);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
  });
}
