import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Where a connection through the proxy breaks: after so many bytes in that direction. */
export interface Cut {
  readonly from: "client" | "server";
  readonly afterBytes: number;
}

/** Stands between a client and a server, counts what passes, and breaks off where it is told. */
export interface RecordingProxy {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly passed: Readonly<Record<Cut["from"], number>>;
}

export async function recordingProxy(target: string, cut?: Cut): Promise<RecordingProxy> {
  const { hostname, port } = new URL(target);
  const passed = { client: 0, server: 0 };
  const sockets = new Set<Socket>();
  const breakOff = () => {
    for (const socket of sockets) socket.destroy();
  };

  function pass(from: Cut["from"], source: Socket, sink: Socket): void {
    sockets.add(source);
    source.on("error", breakOff);
    source.on("close", () => sink.destroy());
    source.on("data", (bytes) => {
      const room = cut?.from === from ? cut.afterBytes - passed[from] : bytes.length;
      passed[from] += Math.min(room, bytes.length);
      if (room >= bytes.length) sink.write(bytes);
      else sink.write(bytes.subarray(0, room), breakOff);
    });
  }

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    pass("client", client, upstream);
    pass("server", upstream, client);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    breakOff();
    server.close();
  });
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("The proxy has no port.");
  return { address: `http://127.0.0.1:${at.port}`, passed };
}
