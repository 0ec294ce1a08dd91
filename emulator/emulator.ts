import { createTokenCheck } from "./access/token-check.ts";
import { openTokenFile } from "./access/token-file.ts";
import { createChanges } from "./changes.ts";
import { createClock, createSteadyClock } from "./clock.ts";
import { createCommitter } from "./committer.ts";
import { createDashboardApp } from "./dashboard/dashboard-app.ts";
import { loadPageFiles } from "./dashboard/page-files.ts";
import { createAdmission } from "./grpc/admission.ts";
import { codec } from "./grpc/codec.ts";
import { startGrpcServer } from "./grpc/server.ts";
import { workItemEncoder } from "./grpc/work-item-encoder.ts";
import { openHubs } from "./hubs.ts";
import { createIdentifiers } from "./identifiers.ts";
import type { ManagementPorts } from "./management/management.ts";
import { memoryLimits } from "./memory-limits.ts";
import { defaultOptions, type Options } from "./options.ts";
import { listenHttp } from "./rest/http-server.ts";
import { createRestApp } from "./rest/rest-app.ts";
import { schedulerOf } from "./scheduler-of.ts";
import { createStamps } from "./stamps.ts";
import { openMemoryStore } from "./store/memory/memory-store.ts";
import type { Reader } from "./store/reader.ts";
import { openSqliteStore } from "./store/sqlite/sqlite-store.ts";
import { isClosed } from "./store/store-error.ts";
import { watchStore } from "./store/watched-store.ts";
import { version } from "./version.ts";

/** A running emulator. Addresses are complete: scheme, host, port. */
export interface Emulator extends AsyncDisposable {
  /** Where the SDKs connect, `http://127.0.0.1:8080` by default. */
  readonly grpc: string;
  readonly rest: string;
  readonly dashboard: string;
  /** Undefined unless a port was asked for. */
  readonly management: ManagementPlace | undefined;
  /** Undefined when everything is kept in memory. */
  readonly dataFolder: string | undefined;
  /** Holds the token that callers must send; undefined when none is asked for. */
  readonly authTokenFile: string | undefined;
  readonly taskHubs: readonly string[];
  /** Reads what is stored: pages of instances, one history, counts. */
  readonly reader: Reader;
  /** What an SDK is given; for the first task hub unless one is named. */
  connectionString(taskHub?: string): string;
  /** Moves the clock of all orchestrations forward: timers that are due by then fire. */
  advanceTime(millis: number): Promise<void>;
  /** Ends the streams, commits what is under way, closes the store. */
  stop(): Promise<void>;
}

/** Where Azure's management clients connect, and the certificate by which they trust it. */
export interface ManagementPlace {
  /** `https://127.0.0.1:8083`. */
  readonly address: string;
  /** The path of a file in PEM. */
  readonly certificateFile: string;
}

/** What the process must do when the store has failed: nothing may be answered any more. */
export interface Emergency {
  readonly onStoreFailure: (error: unknown) => void;
  readonly log: (error: unknown) => void;
}

/** Starts an emulator in this process; resolves once all its ports answer. */
export async function runEmulator(options: Options, emergency: Emergency): Promise<Emulator> {
  const closing: Closing = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const authToken = await tokenOf(options);
    const isToken = createTokenCheck(authToken);
    const { store, reader, clock, changes, committer, hubs } = await openHubsOf(
      options,
      emergency,
      closing,
    );
    const scheduler = schedulerOf(hubs, reader, identifier, changes.subscribe);
    const { host, allowedHosts, allowedOrigins, streamsPerPeer } = options;
    const guard = { host, allowedHosts, allowedOrigins, isToken };
    const admission = createAdmission({ isToken, streamsPerPeer });
    const encoder = workItemEncoder;
    const grpcPorts = { hubs, reader, encoder, identifier, admission, log: emergency.log };
    const grpc = await startGrpcServer({ host, port: options.grpcPort }, grpcPorts);
    closing.push(() => grpc.stop());
    const address = (port: number) => `http://${reachable(host)}:${port}`;
    const grpcAddress = address(grpc.port);
    const files = await loadPageFiles();
    const page = { ...guard, files, endpoint: grpcAddress, version, now: clock.now };
    const dashboard = await listenHttp({
      purpose: "dashboard",
      host,
      port: options.dashboardPort,
      fetch: createDashboardApp(scheduler, page).fetch,
    });
    closing.push(() => dashboard.close());
    const ownPages = [reachable(host), "localhost"].map(
      (name) => `http://${name}:${dashboard.port}`,
    );
    const rest = await listenHttp({
      purpose: "REST",
      host,
      port: options.restPort,
      fetch: createRestApp(scheduler, {
        ...guard,
        allowedOrigins: [...allowedOrigins, ...ownPages],
      }).fetch,
    });
    closing.push(() => rest.close());
    const dashboardAddress = address(dashboard.port);
    const committed = committer.settled;
    const { log } = emergency;
    const parts = { ...guard, authToken, store, reader, hubs, clock, committed, log };
    const places = { grpc: grpcAddress, dashboard: dashboardAddress };
    const management = await manage(options, { ...parts, ...places }, closing);
    return {
      grpc: grpcAddress,
      rest: address(rest.port),
      dashboard: dashboardAddress,
      management,
      dataFolder: options.dataFolder,
      authTokenFile: options.authTokenFile,
      reader,
      get taskHubs() {
        return hubs.names;
      },
      connectionString: (taskHub = hubs.names[0] ?? "default") =>
        `Endpoint=${grpcAddress};TaskHub=${taskHub};Authentication=None`,
      async advanceTime(millis) {
        clock.advance(millis);
        await committer.settled();
      },
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Closing = (() => Promise<void> | void)[];

/** The store, and the hubs at work over it. */
async function openHubsOf(options: Options, emergency: Emergency, closing: Closing) {
  const { store: opened, reader } = await openStore(options);
  const failed = Promise.withResolvers<void>();
  const onStoreFailure = (error: unknown) => {
    // A call that was told of the stop may still be at work; what it decides now is nobody's.
    if (isClosed(error)) return;
    failed.resolve();
    emergency.onStoreFailure(error);
  };
  const store = watchStore(opened, onStoreFailure);
  closing.push(() => store.close());
  const clock = createClock();
  const changes = createChanges();
  const leaseClock = createSteadyClock();
  const committer = createCommitter(store, leaseClock, onStoreFailure);
  // What a failed commit has held up never settles.
  closing.push(() => Promise.race([committer.settled(), failed.promise]));
  const hubs = await openHubs(options.taskHubs, options.dynamicTaskHubs, {
    store,
    committer,
    codec,
    encoder: workItemEncoder,
    clock,
    leaseClock,
    stamp: await createStamps(store, clock, identifier),
    memory: memoryLimits,
    onChange: changes.add,
  });
  closing.push(() => hubs.close());
  return { store, reader, clock, changes, committer, hubs };
}

async function tokenOf({ authTokenFile: file }: Options): Promise<string | undefined> {
  return file === undefined ? undefined : openTokenFile(file);
}

/** Loaded when a port is asked for: nobody else waits for it. */
async function manage(
  { managementPort, dataFolder, host }: Options,
  parts: Omit<ManagementPorts, "port" | "dataFolder">,
  closing: Closing,
): Promise<ManagementPlace | undefined> {
  if (managementPort === undefined) return undefined;
  const { startManagement } = await import("./management/management.ts");
  const management = await startManagement({ ...parts, port: managementPort, dataFolder });
  closing.push(() => management.close());
  return {
    address: `https://${reachable(host)}:${management.port}`,
    certificateFile: management.authorityFile,
  };
}

/** Starts an emulator with the given options, the others at their defaults. */
export function startEmulator(options: Partial<Options> = {}): Promise<Emulator> {
  const fail = (error: unknown) => {
    throw error;
  };
  return runEmulator({ ...defaultOptions, ...options }, { onStoreFailure: fail, log: fail });
}

/** Listening on all addresses is no address to connect to. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function openStore({ dataFolder: folder, durability }: Options) {
  return folder === undefined
    ? openMemoryStore({ codec })
    : openSqliteStore({ folder, durability, codec });
}

const identifier = createIdentifiers();
