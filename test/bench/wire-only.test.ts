import { expect, onTestFinished, test } from "vitest";
import { wireOnly } from "../../bench/engines/wire-only.ts";
import { measure } from "../../bench/measure.ts";
import {
  ActivityResponse,
  CompleteOrchestrationAction,
  type GetInstanceResponse,
  OrchestrationStatus,
  type OrchestratorAction,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import { connectRaw } from "../grpc/raw.ts";
import { activity } from "../grpc/raw-actions.ts";

const status = OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED;

const complete = (id: number, result: string): OrchestratorAction => {
  const value = { ...CompleteOrchestrationAction.create(), orchestrationStatus: status, result };
  return { id, orchestratorActionType: { $case: "completeOrchestration", value } };
};

async function started() {
  const running = await wireOnly.start("", []);
  onTestFinished(running.stop);
  const raw = connectRaw({ grpc: `http://${running.address}` });
  onTestFinished(() => raw.client.close());
  return raw;
}

test("an orchestration goes on by what its worker answers, and by nothing else", async () => {
  const raw = await started();
  const work = raw.work();
  const instanceId = "one";
  // It comes in several pieces.
  const input = "x".repeat(100_000);
  await raw.start({ instanceId, name: "shop", input });
  const waiting = raw.ask<GetInstanceResponse>((to, metadata, reply) =>
    to.waitForInstanceCompletion({ instanceId, getInputsAndOutputs: true }, metadata, reply),
  );

  const first = await work.next();
  const start = { eventType: { $case: "executionStarted", value: { name: "shop", input } } };
  expect(first.request?.value).toMatchObject({ instanceId, newEvents: [start] });
  await raw.complete(first, { instanceId, actions: [activity(1, "a"), activity(2, "b")] });

  const items = [await work.next(), await work.next()];
  expect(items.map(({ request }) => request?.value)).toMatchObject([
    { name: "a", input: "a", taskId: 1, orchestrationInstance: { instanceId } },
    { name: "a", input: "b", taskId: 2, orchestrationInstance: { instanceId } },
  ]);
  for (const taskId of [2, 1]) {
    const response = { ...ActivityResponse.create(), instanceId, taskId, result: `${taskId}` };
    await raw.ask((to, metadata, reply) => to.completeActivityTask(response, metadata, reply));
  }

  const last = await work.next();
  const results = ["1", "2"].map((result) => ({
    eventType: { $case: "taskCompleted", value: { taskScheduledId: Number(result), result } },
  }));
  expect(last.request?.value).toMatchObject({ instanceId, newEvents: [start, ...results] });
  await raw.complete(last, { instanceId, actions: [complete(3, "out")] });
  const { orchestrationState } = await waiting;
  expect(orchestrationState).toMatchObject({
    instanceId,
    orchestrationStatus: status,
    output: "out",
  });
});

test("instances get what is theirs", async () => {
  const raw = await started();
  const work = raw.work();
  for (const instanceId of ["a", "b", "a-longer-id"]) {
    await raw.start({ instanceId, name: "greet", input: `for ${instanceId}` });
    const { request } = await work.next();
    const value = { name: "greet", input: `for ${instanceId}` };
    const newEvents = [{ eventType: { $case: "executionStarted", value } }];
    expect(request?.value).toMatchObject({ instanceId, newEvents });
  }
});

// The processes' use comes from the kernel's own files.
test.skipIf(process.platform !== "linux").each(["sequence-5", "fan-out-10"] as const)(
  "the lean worker ends its load: %s",
  async (scenario) => {
    const load = { engine: wireOnly, worker: "lean", scenario, concurrency: 8 };
    const run = await measure(load, { warmUpMillis: 200, measureMillis: 300 });
    expect(run).toMatchObject({ engine: "wire-only", scenario, bytesOnDisk: 0 });
    expect(run.perSecond).toBeGreaterThan(0);
  },
);
