import type { Clock } from "../clock.ts";
import type { Hubs } from "../hubs.ts";
import { listenHttp } from "../rest/http-server.ts";
import type { Store } from "../store/port.ts";
import type { Reader } from "../store/reader.ts";
import { createManagementApp, type ManagementOptions } from "./management-app.ts";
import { openPlane } from "./plane.ts";
import { startRetention } from "./retention/retention.ts";
import type { TaskHubs } from "./task-hubs.ts";
import { openTls } from "./tls/tls-files.ts";

/** The management plane at work. */
export interface Management {
  readonly port: number;
  /** The certificate that clients must trust, in PEM. */
  readonly authorityFile: string;
  close(): Promise<void>;
}

export interface ManagementPorts extends ManagementOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly dataFolder: string | undefined;
  readonly store: Store;
  readonly reader: Reader;
  readonly hubs: Hubs;
  readonly clock: Clock;
  /** Resolves once everything decided so far is durable. */
  readonly committed: () => Promise<void>;
  readonly log: (error: unknown) => void;
}

/** Resolves once the port answers. */
export async function startManagement(ports: ManagementPorts): Promise<Management> {
  const { store, reader, hubs, clock, committed, log, host, allowedHosts } = ports;
  const plane = await openPlane({ store, hubs: taskHubsOf(hubs), now: clock.now, log });
  const tls = await openTls(ports.dataFolder, [host, ...allowedHosts]);
  const server = await listenHttp({
    purpose: "management",
    host,
    port: ports.port,
    tls: tls.server,
    fetch: createManagementApp(plane, ports).fetch,
  }).catch(async (error: unknown) => {
    await tls.close();
    throw error;
  });
  plane.operations.resume();
  const hub = (name: string) => hubs.peek(name);
  const retention = startRetention({ plane, hub, reader, committed, clock, log });
  return {
    port: server.port,
    authorityFile: tls.authorityFile,
    async close() {
      await server.close();
      await retention.stop();
      await plane.operations.settled();
      await tls.close();
    },
  };
}

function taskHubsOf(hubs: Hubs): TaskHubs {
  return {
    has: (name) => hubs.peek(name) !== undefined,
    async create(name) {
      await hubs.create(name);
    },
    async remove(name) {
      await hubs.remove(name);
    },
  };
}
