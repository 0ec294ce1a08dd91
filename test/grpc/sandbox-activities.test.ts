import { Client, credentials, Metadata, type StatusObject, status } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator/index.ts";
import { SandboxActivitiesService } from "./grpc-js-client.ts";

let emulator: Emulator;
let client: Client;

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  client = new Client(new URL(emulator.grpc).host, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await emulator.stop();
});

const refusal = {
  code: status.UNIMPLEMENTED,
  details: expect.stringMatching(
    /no on-demand sandboxes.*Run these activities in an ordinary worker/,
  ),
};

const identity = (bytes: Buffer) => bytes;

test.each(["DeclareSandboxWorkerProfile", "RemoveSandboxWorkerProfile"])(
  "%s says why there are no sandboxes, and what to do instead",
  async (name) => {
    const path = `/microsoft.durabletask.sandboxes.SandboxActivities/${name}`;
    const answered = new Promise<StatusObject>((resolve) => {
      client
        .makeUnaryRequest(path, identity, identity, Buffer.alloc(0), new Metadata(), () => {})
        .on("status", resolve);
    });
    expect(await answered).toMatchObject(refusal);
  },
);

test("a sandbox worker that connects is told so at once, while its stream is open", async () => {
  const { path, requestSerialize, responseDeserialize } =
    SandboxActivitiesService.connectSandboxActivityWorker;
  const answered = new Promise<StatusObject>((resolve) => {
    const call = client.makeClientStreamRequest(
      ...([path, requestSerialize, responseDeserialize, new Metadata()] as const),
      () => {},
    );
    call.on("status", resolve);
    call.write({ message: { $case: "heartbeat", value: { activeActivitiesCount: 0 } } });
  });
  expect(await answered).toMatchObject(refusal);
});
