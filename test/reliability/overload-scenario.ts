import type { ClientReadableStream } from "@grpc/grpc-js";
import { expect } from "vitest";
import {
  type GetInstanceResponse,
  GetWorkItemsRequest,
  type OrchestratorAction,
  type WorkItem,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { connectRaw, type Raw } from "../grpc/raw.ts";
import { type Serving, serve, temporaryFolder } from "./command.ts";
import { peakMebibytes } from "./process-memory.ts";

export interface Overload {
  readonly queued: number;
  readonly idleStreams: number;
  readonly waiters: number;
  /** Starts with an input of 1 MB each, all at once. */
  readonly largeStarts: number;
  /** Most that the server may have had resident at any time. */
  readonly mebibytesMax: number;
}

const filterOf = (...names: string[]) => ({
  orchestrations: names.map((name) => ({ name, versions: [] })),
  activities: [],
  entities: [],
});

/** Loads a server in every way at once; what it does for others must go on, in bounded memory. */
export async function surviveOverload(load: Overload): Promise<void> {
  const server = await serve(await temporaryFolder(), [], ["--task-hubs", "default,other"]);
  const clients = Array.from({ length: 8 }, () => connectRaw(server, "default"));
  const client = connectRaw(server, "default");
  const other = connectRaw(server, "other");
  const live = [completing(client), completing(other)];
  const report = async (what: string) =>
    console.log(`overload: peak ${Math.round(await peakMebibytes(server.pid))} MiB after ${what}`);

  await report("the start");
  await queue(clients, load.queued);
  await report(`${load.queued} queued`);
  const stuck = neverReading(client);
  const idle = await openIdle(client, load.idleStreams);
  await report(`${load.idleStreams} idle streams`);
  await client.start({ instanceId: "waited", name: "later" });
  const waits = waitFor(client, "waited", load.waiters);
  await runsOne(client, "beside streams and waiters");
  await report(`${load.waiters} waiters`);
  await runsBesideLargeStarts(client, clients, load.largeStarts);
  await report(`${load.largeStarts} starts of 1 MB at once`);
  await runsBesideQueries(server, client);
  await runsOne(other, "in another hub");
  await report("heavy queries");

  live.push(completing(client, "later"));
  const answers = await Promise.all(waits);
  expect(answers.filter((state) => state?.orchestrationStatus === 1)).toHaveLength(load.waiters);
  expect(await countOf(server)).toBeGreaterThanOrEqual(load.queued);
  expect(await peakMebibytes(server.pid)).toBeLessThan(load.mebibytesMax);
  for (const stream of [...live, stuck, ...idle]) stream.cancel();
  for (const { client: connection } of [...clients, client, other]) connection.close();
  await server.kill();
}

/** A worker that completes each orchestration of this name at once. */
function completing(raw: Raw, name = "live") {
  const work = raw.work({ workItemFilters: filterOf(name) });
  const run = async () => {
    for (;;) {
      const item = await work.next();
      const instanceId =
        item.request?.$case === "orchestratorRequest" ? item.request.value.instanceId : "";
      await raw.complete(item, { instanceId, actions: [completion] });
    }
  };
  // Ends with its stream.
  run().catch(() => {});
  return work;
}

const completion: OrchestratorAction = {
  id: 0,
  orchestratorActionType: {
    $case: "completeOrchestration",
    value: {
      orchestrationStatus: 1,
      result: '"done"',
      details: undefined,
      newVersion: undefined,
      carryoverEvents: [],
      failureDetails: undefined,
      tags: {},
    },
  },
};

async function queue(clients: readonly Raw[], count: number): Promise<void> {
  let next = 0;
  const lanes = clients.flatMap((raw) => Array.from({ length: 32 }, () => raw));
  await Promise.all(
    lanes.map(async (raw) => {
      while (next < count) await raw.start({ instanceId: `q-${next++}`, name: "queued" });
    }),
  );
}

/** A worker that wants all that is queued, and reads nothing of what it is sent. */
function neverReading({ client, metadata }: Raw): Pick<ClientReadableStream<WorkItem>, "cancel"> {
  const request = { ...GetWorkItemsRequest.create(), workItemFilters: filterOf("queued") };
  const stream = client.getWorkItems(request, metadata);
  stream.on("error", () => {});
  return stream;
}

/** Streams that are open and get nothing; resolves once each has had its first ping. */
async function openIdle({ client, metadata }: Raw, count: number) {
  const request = { ...GetWorkItemsRequest.create(), workItemFilters: filterOf("nothing") };
  const streams = Array.from({ length: count }, () => client.getWorkItems(request, metadata));
  await Promise.all(
    streams.map((stream) => {
      stream.on("error", () => {});
      return new Promise((resolve) => stream.once("data", resolve));
    }),
  );
  return streams;
}

function waitFor(raw: Raw, instanceId: string, count: number) {
  const request = { instanceId, getInputsAndOutputs: false };
  return Array.from({ length: count }, () => endOf(raw, request));
}

async function endOf(raw: Raw, request: { instanceId: string; getInputsAndOutputs: boolean }) {
  const answer = await raw.ask<GetInstanceResponse>((to, meta, reply) =>
    to.waitForInstanceCompletion(request, meta, reply),
  );
  return answer.orchestrationState;
}

let liveCount = 0;

/** Starts one that the live worker of its hub completes, and waits for its end. */
async function runsOne(raw: Raw, where: string): Promise<void> {
  const instanceId = `live-${liveCount++}`;
  await raw.start({ instanceId, name: "live" });
  const state = await endOf(raw, { instanceId, getInputsAndOutputs: false });
  expect(state?.orchestrationStatus, where).toBe(1);
}

/** An orchestration that is started after all of them ends before the last of them is stored. */
async function runsBesideLargeStarts(
  raw: Raw,
  clients: readonly Raw[],
  count: number,
): Promise<void> {
  const input = "x".repeat(1_000_000);
  let stored = 0;
  const starts = Array.from({ length: count }, async (_, index) => {
    const sender = clients[index % clients.length] ?? raw;
    await sender.start({ instanceId: `large-${index}`, name: "queued", input });
    stored += 1;
  });
  await runsOne(raw, "beside large starts");
  const storedThen = stored;
  await Promise.all(starts);
  expect(storedThen).toBeLessThan(count);
}

const slowQueries = [
  "/api/instances?hub=default&search=no-such-name",
  "/api/instances?hub=default&search=zzz&sort=instanceId&direction=ascending",
  "/api/instances?hub=default&sort=name&limit=500",
];

/** While queries are asked without pause, and none of the askers stops, orchestrations end. */
async function runsBesideQueries(server: Serving, raw: Raw): Promise<void> {
  let isAsking = true;
  let answered = 0;
  const askers = Array.from({ length: 9 }, async (_, index) => {
    const path = slowQueries[index % slowQueries.length];
    while (isAsking) {
      const response = await fetch(`${server.dashboard}${path}`);
      expect(response.status, path).toBe(200);
      await response.arrayBuffer();
      answered += 1;
    }
  });
  for (let count = 0; count < 20; count++) await runsOne(raw, "beside queries");
  isAsking = false;
  await Promise.all(askers);
  expect(answered).toBeGreaterThanOrEqual(askers.length);
}

async function countOf(server: Serving): Promise<number> {
  const response = await fetch(`${server.rest}/v1/taskhubs`);
  const { taskHubs } = (await response.json()) as {
    taskHubs: readonly { name: string; orchestrationsCount: number }[];
  };
  return taskHubs.find(({ name }) => name === "default")?.orchestrationsCount ?? 0;
}
