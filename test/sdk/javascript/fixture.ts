import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  OrchestrationState,
  StartOrchestrationOptions,
  TaskHubGrpcClient,
  TaskHubGrpcWorker,
  TInput,
  TOrchestrator,
} from "@microsoft/durabletask-js";
import { afterAll, beforeAll } from "vitest";
import { type ServerProcess, startServer } from "../../emulator/server.ts";
import { createClient, startWorker } from "./sdk.ts";

/** The SDK against a server in a process of its own, on SQLite; for the tests of one file. */
export interface Sdk {
  readonly server: ServerProcess;
  readonly client: TaskHubGrpcClient;
  start(
    orchestrator: TOrchestrator | string,
    input?: TInput,
    options?: StartOrchestrationOptions,
  ): Promise<string>;
  /** Starts it and waits for its end. */
  run(
    orchestrator: TOrchestrator | string,
    input?: TInput,
    options?: StartOrchestrationOptions,
  ): Promise<OrchestrationState>;
  /** Waits for its end, with its payloads. */
  end(instanceId: string): Promise<OrchestrationState>;
}

/** Seconds that a scenario may take; none comes near it. */
const patience = 30;

/**
 * The worker runs what `register` gives it; without it there is none. What this answers can be used
 * from the tests on.
 */
export function useSdk(register?: (worker: TaskHubGrpcWorker) => void): Sdk {
  let folder: string;
  let server: ServerProcess;
  let worker: TaskHubGrpcWorker | undefined;
  let client: TaskHubGrpcClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "dtk-sdk-"));
    server = await startServer(folder);
    if (register !== undefined) worker = await startWorker(server, register);
    client = createClient(server);
  });

  afterAll(async () => {
    await Promise.all([worker?.stop(), client?.stop()]);
    await server?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  const start: Sdk["start"] = (orchestrator, input, options) =>
    client.scheduleNewOrchestration(orchestrator, input, options);
  const end: Sdk["end"] = async (instanceId) => {
    const state = await client.waitForOrchestrationCompletion(instanceId, true, patience);
    if (state === undefined) throw new Error(`There is no instance ${instanceId}.`);
    return state;
  };
  return {
    get server() {
      return server;
    },
    get client() {
      return client;
    },
    start,
    end,
    run: async (...request) => end(await start(...request)),
  };
}
