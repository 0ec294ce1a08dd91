import {
  EntityInstanceId,
  type OrchestrationContext,
  OrchestrationStatus,
  TaskEntity,
  type TaskHubGrpcClient,
  type TaskHubGrpcWorker,
} from "@microsoft/durabletask-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../../emulator/index.ts";
import { createClient, eventually, startWorker } from "./sdk.ts";

// In this process, because these move the emulator's clock.
let emulator: Emulator;
let worker: TaskHubGrpcWorker;
let client: TaskHubGrpcClient;

const day = 86_400_000;

async function* sleeps(context: OrchestrationContext, seconds: number): AsyncGenerator {
  yield context.createTimer(seconds);
  return "awake";
}

class Sum extends TaskEntity<number> {
  add(amount: number): void {
    this.state += amount;
  }
  protected override initializeState(): number {
    return 0;
  }
}

beforeAll(async () => {
  emulator = await startEmulator({ grpcPort: 0, restPort: 0, dashboardPort: 0 });
  worker = await startWorker(emulator, (one) => {
    one.addOrchestrator(sleeps);
    one.addNamedEntity("sum", () => new Sum());
  });
  client = createClient(emulator);
});

afterAll(async () => {
  await Promise.all([worker.stop(), client.stop()]);
  await emulator.stop();
});

test("a timer of a day fires when the clock is moved by a day", async () => {
  const id = await client.scheduleNewOrchestration(sleeps, day / 1_000);
  await client.waitForOrchestrationStart(id);
  await emulator.advanceTime(day);
  const state = await client.waitForOrchestrationCompletion(id, true, 20);
  expect(state?.serializedOutput).toBe('"awake"');
});

test("an orchestration starts at its scheduled time and not before", async () => {
  const startAt = new Date(Date.now() + 3 * day);
  const id = await client.scheduleNewOrchestration(sleeps, 0, { startAt });
  const pending = await client.getOrchestrationState(id);
  expect(pending?.runtimeStatus).toBe(OrchestrationStatus.PENDING);
  await emulator.advanceTime(3 * day);
  const state = await client.waitForOrchestrationCompletion(id, true, 20);
  expect(state?.serializedOutput).toBe('"awake"');
});

test("an entity takes a delayed signal at its time", async () => {
  const id = new EntityInstanceId("sum", "later");
  const signalTime = new Date(Date.now() + 30 * day);
  await client.signalEntity(id, "add", 4, { signalTime });
  expect(await client.getEntity(id)).toBeUndefined();
  await emulator.advanceTime(30 * day);
  const entity = await eventually(() => client.getEntity<number>(id));
  expect(entity.state).toBe(4);
});
