import { once } from "node:events";
import { createServer, request } from "node:https";
import { openTls } from "../../../emulator/management/tls/tls-files.ts";

/** Stands between a client and the emulator's management API. */
export interface CuttingProxy {
  /** Its host and port. */
  readonly host: string;
  /** Cuts the connection of the next PUT to such a path, once the emulator has done it. */
  cut(path: RegExp): void;
  stop(): Promise<void>;
}

/** @param to the address of the management API, asked anew for each request */
export async function startCuttingProxy(to: () => string): Promise<CuttingProxy> {
  let cutting: RegExp | undefined;
  const tls = await openTls(undefined, ["127.0.0.1"]);
  const { certificate: cert, key } = tls.server;
  const server = createServer({ cert, key }, (incoming, response) => {
    const { method, url = "", headers } = incoming;
    const isCut = method === "PUT" && cutting?.test(url) === true;
    const passedOn = request(new URL(url, to()), { method, headers, rejectUnauthorized: false });
    passedOn.on("error", () => incoming.socket.destroy());
    passedOn.on("response", (answer) => {
      if (isCut) {
        cutting = undefined;
        incoming.socket.destroy();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(passedOn);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return {
    host: `127.0.0.1:${address.port}`,
    cut(path) {
      cutting = path;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await tls.close();
    },
  };
}
