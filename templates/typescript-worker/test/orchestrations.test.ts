import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TaskHubGrpcClient, type TaskHubGrpcWorker } from "@microsoft/durabletask-js";
import { type Emulator, startEmulator } from "durable-task-kit";
import { connectionFrom } from "../src/connection.ts";
import { createWorker } from "../src/create-worker.ts";
import { approve } from "../src/orchestrations/approve.ts";
import { greetCities } from "../src/orchestrations/greet-cities.ts";
import { measureTexts } from "../src/orchestrations/measure-texts.ts";
import { remind } from "../src/orchestrations/remind.ts";

let emulator: Emulator;
let worker: TaskHubGrpcWorker;
let client: TaskHubGrpcClient;

before(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  const connection = connectionFrom({
    DURABLE_TASK_SCHEDULER_CONNECTION_STRING: emulator.connectionString(),
  });
  worker = createWorker(connection);
  await worker.start();
  client = new TaskHubGrpcClient(connection);
});

after(async () => {
  await Promise.all([worker.stop(), client.stop()]);
  await emulator.stop();
});

test("cities are greeted in order", async () => {
  const id = await client.scheduleNewOrchestration(greetCities, ["Tokyo", "London"]);
  const state = await client.waitForOrchestrationCompletion(id, true, 10);
  assert.equal(state?.serializedOutput, '["Hello, Tokyo!","Hello, London!"]');
});

test("texts are measured side by side and summed up", async () => {
  const id = await client.scheduleNewOrchestration(measureTexts, ["a", "bc", "def"]);
  const state = await client.waitForOrchestrationCompletion(id, true, 10);
  assert.equal(state?.serializedOutput, "6");
});

test("a reminder of tomorrow comes when the clock is moved by a day", async () => {
  const id = await client.scheduleNewOrchestration(remind, { seconds: 86_400, text: "rest" });
  await client.waitForOrchestrationStart(id);
  await emulator.advanceTime(86_400_000);
  const state = await client.waitForOrchestrationCompletion(id, true, 10);
  assert.equal(state?.serializedOutput, '"Reminder: rest"');
});

test("an approval waits for its decision", async () => {
  const id = await client.scheduleNewOrchestration(approve, "A new chair");
  const waiting = await client.waitForOrchestrationStart(id, true, 10);
  assert.equal(waiting?.serializedCustomStatus, '"waiting for a decision"');
  await client.raiseOrchestrationEvent(id, "decision", "no");
  const state = await client.waitForOrchestrationCompletion(id, true, 10);
  assert.equal(state?.serializedOutput, '"A new chair: no"');
});
