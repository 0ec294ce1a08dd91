import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials, Metadata, status } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OrchestratorResponse } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { type ServerProcess, startServer } from "../emulator/server.ts";
import { connectRaw, type Raw } from "../grpc/raw.ts";
import { type Sample, sampleRequests } from "./sample-requests.ts";
import { seeded, spoil } from "./spoil.ts";

/** `FUZZ_SEED=7 npm run test:fuzz` repeats one run. */
const seed = Number(process.env.FUZZ_SEED ?? 1);
const requestsPerCall = 730;
const atOnce = 50;

let folder: string;
let server: ServerProcess;
let client: Client;
let raw: Raw;
const metadata = new Metadata();
metadata.set("taskhub", "fuzz");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dtk-fuzz-"));
  server = await startServer(folder);
  client = new Client(new URL(server.grpc).host, credentials.createInsecure());
  raw = connectRaw(server, "fuzz");
  await raw.ask((to, meta, reply) => to.createTaskHub({ recreateIfExists: false }, meta, reply));
});

afterAll(async () => {
  client?.close();
  raw?.client.close();
  await server?.kill();
  await rm(folder, { recursive: true, force: true });
});

/** What a client may be told about a request that makes no sense. */
const expected: ReadonlySet<status> = new Set([
  status.OK,
  status.INVALID_ARGUMENT,
  status.NOT_FOUND,
  status.ALREADY_EXISTS,
  status.FAILED_PRECONDITION,
  // The client's own deadline: a wait for an instance that goes on.
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
]);

interface Answer {
  readonly code: status;
  readonly details: string;
}

const identity = (bytes: Uint8Array) => Buffer.from(bytes);

function send({ path, isStream }: Sample, bytes: Uint8Array): Promise<Answer> {
  const options = { deadline: Date.now() + 2_000 };
  return new Promise((resolve) => {
    if (isStream) {
      const call = client.makeServerStreamRequest(
        path,
        identity,
        identity,
        bytes,
        metadata,
        options,
      );
      call.on("data", () => call.cancel());
      call.on("error", () => {});
      call.on("status", resolve);
      return;
    }
    const call = client.makeUnaryRequest(
      path,
      identity,
      identity,
      bytes,
      metadata,
      options,
      () => {},
    );
    call.on("status", resolve);
  });
}

// A request that does not decode is INTERNAL in gRPC, whose own words tell it from a bug of ours.
const isUndecodable = ({ code, details }: Answer) =>
  code === status.INTERNAL && /deserializ/i.test(details);

test("a server under mutated requests is sound in all its answers and loses nothing", async () => {
  const calm = connectRaw(server);
  await calm.start({ instanceId: "sentinel", input: '"untouched"' });
  const random = seeded(seed);
  const calls = sampleRequests.filter(({ name }) => name !== "deleteTaskHub");
  const unsound: string[] = [];
  const codes = new Map<status, number>();
  for (let round = 0; round < (requestsPerCall * calls.length) / atOnce; round++) {
    const batch = Array.from({ length: atOnce }, () => {
      const sample = calls[Math.floor(random() * calls.length)];
      return sample && { sample, bytes: spoil(sample.bytes, random) };
    }).filter((one) => one !== undefined);
    await Promise.all(
      batch.map(async ({ sample, bytes }) => {
        const answer = await send(sample, bytes);
        codes.set(answer.code, (codes.get(answer.code) ?? 0) + 1);
        if (expected.has(answer.code) || isUndecodable(answer)) return;
        const hex = Buffer.from(bytes).toString("hex");
        unsound.push(`${sample.name} ${hex}: ${answer.code} ${answer.details}`);
      }),
    );
  }
  const sent = [...codes.values()].reduce((sum, count) => sum + count, 0);
  expect(sent).toBeGreaterThanOrEqual(20_000);
  expect(unsound.slice(0, 5), `seed ${seed}`).toEqual([]);
  const sentinel = await calm.stateOf("sentinel");
  calm.client.close();
  expect(sentinel?.input).toBe('"untouched"');
});

test("a worker's mutated answers to live work end in a sound state of the instance", async () => {
  const random = seeded(seed);
  const work = raw.work();
  const answer = sampleRequests.find(({ name }) => name === "completeOrchestratorTask");
  if (answer === undefined) throw new Error("There is no sample of an answer.");
  for (let number = 0; number < 600; number++) {
    await raw.start({ instanceId: `live-${number}` });
    const { completionToken } = await work.next();
    // The last value of a field counts: the token stays true whatever the damage.
    const token = OrchestratorResponse.encode({
      ...OrchestratorResponse.create(),
      completionToken,
    });
    const spoiled = spoil(answer.bytes, random);
    const bytes = new Uint8Array(Buffer.concat([spoiled, token.finish()]));
    const { code, details } = await send(answer, bytes);
    const isSound = code === status.OK || isUndecodable({ code, details });
    const hex = Buffer.from(bytes).toString("hex");
    expect(isSound, `seed ${seed}: ${code} ${details} ${hex}`).toBe(true);
  }
  work.cancel();
  await expect(raw.ask((to, meta, reply) => to.hello({}, meta, reply))).resolves.toEqual({});
});
