import { Metadata } from "@grpc/grpc-js";
import {
  CreateInstanceRequest,
  GetWorkItemsRequest,
  type OrchestrationState,
  OrchestratorResponse,
  type WorkItem,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import type { Emulator } from "../../emulator/index.ts";
import { connectSidecarClient, type SidecarClient } from "./grpc-js-client.ts";

type Reply<Response> = (error: unknown, response: Response) => void;

export interface Work {
  /** The next item; fails when the stream does. */
  next(): Promise<WorkItem>;
  cancel(): void;
}

/** The bare protocol, for what no SDK does. */
export interface Raw {
  readonly client: SidecarClient;
  readonly metadata: Metadata;
  ask<Response>(
    call: (client: SidecarClient, metadata: Metadata, reply: Reply<Response>) => void,
  ): Promise<Response>;
  start(request: Partial<CreateInstanceRequest>): Promise<unknown>;
  stateOf(instanceId: string): Promise<OrchestrationState | undefined>;
  /** The work items of a stream that asks for this; the pings are left out. */
  work(request?: Partial<GetWorkItemsRequest>): Work;
  complete(item: WorkItem, response: Partial<OrchestratorResponse>): Promise<unknown>;
}

/** Without a hub the metadata names none. */
export function connectRaw({ grpc }: Pick<Emulator, "grpc">, taskHub?: string): Raw {
  const { host } = new URL(grpc);
  // A connection of its own, so that what one client sends does not queue behind another's.
  const client = connectSidecarClient(host, { "grpc.use_local_subchannel_pool": 1 });
  const metadata = new Metadata();
  if (taskHub !== undefined) metadata.set("taskhub", taskHub);
  const ask: Raw["ask"] = (call) =>
    new Promise((resolve, reject) => {
      call(client, metadata, (error, response) => (error ? reject(error) : resolve(response)));
    });
  return {
    client,
    metadata,
    ask,
    start: (request) =>
      ask((to, meta, reply) =>
        to.startInstance(
          { ...CreateInstanceRequest.create(), name: "greet", ...request },
          meta,
          reply,
        ),
      ),
    async stateOf(instanceId) {
      const request = { instanceId, getInputsAndOutputs: true };
      const { orchestrationState } = await ask<{
        orchestrationState: OrchestrationState | undefined;
      }>((to, meta, reply) => to.getInstance(request, meta, reply));
      return orchestrationState;
    },
    work(request = {}) {
      const stream = client.getWorkItems({ ...GetWorkItemsRequest.create(), ...request }, metadata);
      stream.on("error", () => {});
      const items = stream[Symbol.asyncIterator]();
      return {
        cancel: () => stream.cancel(),
        async next() {
          for (;;) {
            const { done, value } = await items.next();
            if (done) throw new Error("The stream of work items has ended.");
            if (value.request?.$case !== "healthPing") return value;
          }
        },
      };
    },
    complete({ completionToken }, response) {
      const request = { ...OrchestratorResponse.create(), completionToken, ...response };
      return ask((to, meta, reply) => to.completeOrchestratorTask(request, meta, reply));
    },
  };
}
