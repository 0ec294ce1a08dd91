import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials, Metadata, type StatusObject, status } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CompleteEntityWorkItemRequest,
  CompleteOrchestrationWorkItemRequest,
} from "../../emulator/grpc/generated/backend_service.ts";
import type { OrchestratorRequest } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type ServerProcess, startServer } from "../emulator/server.ts";
import { passing, signal, task } from "../grpc/backend/answers.ts";
import { type BackendClient, connectBackend } from "../grpc/backend/backend-client.ts";
import { hubClient } from "../grpc/backend/hub.ts";
import { eventOf, message } from "../grpc/backend/turn.ts";
import { openWork, type WorkItems } from "../grpc/backend/work-stream.ts";
import { BackendServiceService as Service } from "../grpc/grpc-js-client.ts";
import { sampleRequests } from "./sample-requests.ts";
import { seeded, spoil } from "./spoil.ts";

/** `FUZZ_SEED=7 npm run test:fuzz` repeats one run. */
const seed = Number(process.env.FUZZ_SEED ?? 1);
const answerCount = 600;
const requestsPerCall = 40;

let folder: string;
let server: ServerProcess;
let client: BackendClient;
let raw: Client;
let work: WorkItems;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dtk-fuzz-"));
  server = await startServer(folder);
  client = connectBackend(server.grpc);
  raw = new Client(new URL(server.grpc).host, credentials.createInsecure());
  work = await openWork(client);
});

afterAll(async () => {
  work?.cancel();
  raw?.close();
  client?.close();
  await server?.kill();
  await rm(folder, { recursive: true, force: true });
});

const timer = eventOf({
  $case: "timerFired",
  value: { fireAt: { seconds: 4_000_000_000, nanos: 5 }, timerId: 1 },
});

/** Everything that an answer to a turn can hold. */
const turn = (value: Pick<OrchestratorRequest, "instanceId" | "executionId" | "newEvents">) =>
  passing(
    { token: "", value: value as OrchestratorRequest },
    {
      customStatus: '"x"',
      newTasks: [task("work")],
      newTimers: [timer],
      newMessages: [
        message("elsewhere", { $case: "eventRaised", value: { name: "go", input: "1" } }),
        message("@counter@1", signal),
      ],
      numEventsProcessed: 1,
    },
  );

/** A call that waits for an instance is given up soon. */
function patienceMillis(path: string): number {
  return path === Service.waitForInstance.path ? 50 : 5_000;
}

function send(path: string, bytes: Buffer): Promise<StatusObject> {
  const identity = (sent: Buffer) => sent;
  const options = { deadline: Date.now() + patienceMillis(path) };
  return new Promise((resolve) => {
    raw
      .makeUnaryRequest(path, identity, identity, bytes, new Metadata(), options, () => {})
      .on("status", resolve);
  });
}

/** Cancelled with its first message, if it has one. */
function sendForStream(path: string, bytes: Buffer): Promise<StatusObject> {
  const identity = (sent: Buffer) => sent;
  const options = { deadline: Date.now() + 200 };
  return new Promise((resolve) => {
    const call = raw.makeServerStreamRequest(
      path,
      identity,
      identity,
      bytes,
      new Metadata(),
      options,
    );
    call.on("data", () => call.cancel());
    call.on("error", () => {});
    call.on("status", resolve);
  });
}

/** What a request of another call's shape may be answered with; never a failure of ours. */
function isAnswer(answer: StatusObject): boolean {
  return isSound(answer) || answered.has(answer.code);
}

const answered: ReadonlySet<status> = new Set([
  status.INVALID_ARGUMENT,
  status.ALREADY_EXISTS,
  status.FAILED_PRECONDITION,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
]);

// Damage may swallow the token. A request that does not decode is INTERNAL in gRPC, whose own words
// tell it from a bug of ours.
function isSound({ code, details }: StatusObject): boolean {
  const isUndecodable = code === status.INTERNAL && /deserializ/i.test(details);
  return code === status.OK || code === status.NOT_FOUND || isUndecodable;
}

test("every call of the engine's protocol is sound under mutated requests", async () => {
  const random = seeded(seed);
  const unsound: string[] = [];
  for (const { path, responseStream } of Object.values(Service)) {
    for (let number = 0; number < requestsPerCall; number++) {
      const sample = sampleRequests[Math.floor(random() * sampleRequests.length)];
      const bytes = Buffer.from(spoil(sample?.bytes ?? new Uint8Array(), random));
      const answer = await (responseStream ? sendForStream(path, bytes) : send(path, bytes));
      if (isAnswer(answer)) continue;
      unsound.push(`${path} ${answer.code} ${answer.details} ${bytes.toString("hex")}`);
    }
  }
  expect(unsound.slice(0, 5), `seed ${seed}`).toEqual([]);
  await expect(client.call("ping", {})).resolves.toEqual({});
});

test("an engine's mutated answers to turns end in a sound state of the instance", async () => {
  const random = seeded(seed);
  const hub = hubClient(client);
  const { path } = Service.completeOrchestrationWorkItem;
  for (let number = 0; number < answerCount; number++) {
    await hub.start("any", `live-${number}`);
    const { token: completionToken, value } = await work.turn();
    const sound = CompleteOrchestrationWorkItemRequest.encode(turn(value)).finish();
    // The last value of a field counts: the token stays true whatever the damage.
    const token = CompleteOrchestrationWorkItemRequest.encode(
      CompleteOrchestrationWorkItemRequest.create({ completionToken }),
    ).finish();
    const bytes = Buffer.concat([spoil(sound, random), token]);
    const answer = await send(path, bytes);
    const text = `seed ${seed}: ${answer.code} ${answer.details} ${bytes.toString("hex")}`;
    expect(isSound(answer), text).toBe(true);
  }
  await expect(client.call("ping", {})).resolves.toEqual({});
});

test("an engine's mutated answers to batches end in a sound state of the entity", async () => {
  const random = seeded(seed);
  const hub = hubClient(client);
  const { path } = Service.completeEntityWorkItem;
  const sound = CompleteEntityWorkItemRequest.encode(
    CompleteEntityWorkItemRequest.create({
      instanceId: "@counter@1",
      numberOperationsExecuted: 1,
      entityState: "1",
      messages: [message("elsewhere", { $case: "eventRaised", value: { name: "x", input: "" } })],
    }),
  ).finish();
  for (let number = 0; number < answerCount; number++) {
    await hub.raise(`@live@${number}`, signal);
    const { token: completionToken } = await work.batch();
    const token = CompleteEntityWorkItemRequest.encode(
      CompleteEntityWorkItemRequest.create({ completionToken }),
    ).finish();
    const bytes = Buffer.concat([spoil(sound, random), token]);
    const answer = await send(path, bytes);
    const text = `seed ${seed}: ${answer.code} ${answer.details} ${bytes.toString("hex")}`;
    expect(isSound(answer), text).toBe(true);
  }
  await expect(client.call("ping", {})).resolves.toEqual({});
});
