import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { GetWorkItemsRequest } from "../../../emulator/grpc/generated/orchestrator_service.ts";
import { type Emulator, startEmulator } from "../../../emulator/index.ts";
import { type BackendClient, connectBackend } from "./backend-client.ts";
import { type HubClient, hubClient } from "./hub.ts";
import { openWork, type WorkItems } from "./work-stream.ts";

/** A server for the tests of a file, and for each of them a hub that no other test sees. */
export interface Fixture {
  readonly grpc: string;
  readonly taskHub: string;
  readonly client: BackendClient;
  readonly hub: HubClient;
  /** The stream of the worker `host`. */
  readonly work: WorkItems;
  reopenWork(limits?: Partial<GetWorkItemsRequest>): Promise<void>;
}

export function useHub(): Fixture {
  let emulator: Emulator;
  let client: BackendClient;
  let hub: HubClient;
  let work: WorkItems;
  let count = 0;
  let taskHub = "";

  beforeAll(async () => {
    const ports = { grpcPort: 0, restPort: 0, dashboardPort: 0 };
    emulator = await startEmulator({ ...ports, dynamicTaskHubs: true });
  });

  beforeEach(async () => {
    count += 1;
    taskHub = `hub-${count}`;
    client = connectBackend(emulator.grpc, { taskHub, workerId: "host" });
    hub = hubClient(client);
    work = await openWork(client);
  });

  afterEach(() => {
    work.cancel();
    client.close();
  });

  afterAll(() => emulator.stop());

  return {
    get grpc() {
      return emulator.grpc;
    },
    get taskHub() {
      return taskHub;
    },
    get client() {
      return client;
    },
    get hub() {
      return hub;
    },
    get work() {
      return work;
    },
    async reopenWork(limits) {
      work.cancel();
      work = await openWork(client, limits);
    },
  };
}
