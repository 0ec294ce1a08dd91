import { setTimeout as pause } from "node:timers/promises";
import { Metadata } from "@grpc/grpc-js";
import {
  TaskHubGrpcClient,
  TaskHubGrpcWorker,
  type TaskHubGrpcWorkerOptions,
} from "@microsoft/durabletask-js";
import type { Emulator } from "../../../emulator/index.ts";

const silent = { error() {}, warn() {}, info() {}, debug() {} };

interface Connection {
  readonly hostAddress: string;
  readonly metadataGenerator: () => Promise<Metadata>;
  readonly logger: typeof silent;
}

/** What the SDK needs to reach one hub of the emulator. */
export function connectionTo(
  emulator: Pick<Emulator, "grpc">,
  taskHub = "default",
  authToken?: string,
): Connection {
  return {
    hostAddress: new URL(emulator.grpc).host,
    metadataGenerator: async () => {
      const metadata = new Metadata();
      metadata.set("taskhub", taskHub);
      if (authToken !== undefined) metadata.set("authorization", `Bearer ${authToken}`);
      return metadata;
    },
    logger: silent,
  };
}

export function createClient(
  emulator: Pick<Emulator, "grpc">,
  taskHub?: string,
  authToken?: string,
): TaskHubGrpcClient {
  return new TaskHubGrpcClient(connectionTo(emulator, taskHub, authToken));
}

export type WorkerSettings = Pick<TaskHubGrpcWorkerOptions, "versioning" | "workItemFilters">;

/** Starts a worker after `register` has filled it. */
export async function startWorker(
  emulator: Pick<Emulator, "grpc">,
  register: (worker: TaskHubGrpcWorker) => void,
  { authToken, ...settings }: WorkerSettings & { readonly authToken?: string } = {},
): Promise<TaskHubGrpcWorker> {
  const worker = new TaskHubGrpcWorker({
    ...connectionTo(emulator, undefined, authToken),
    ...settings,
    shutdownTimeoutMs: 1,
  });
  register(worker);
  await worker.start();
  return worker;
}

/** Asks until the answer is there; fails when the test's own time is up. */
export async function eventually<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(20);
  }
}
