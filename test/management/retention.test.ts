import { describe, expect, test } from "vitest";
import { statusNumbers } from "../../emulator/core/status.ts";
import {
  CompleteOrchestrationAction,
  type OrchestratorAction,
} from "../../emulator/grpc/generated/orchestrator_service.ts";
import type { Resource } from "../../emulator/management/resource.ts";
import { retentionRules } from "../../emulator/management/retention/retention-rule.ts";
import { connectRaw } from "../grpc/raw.ts";
import { type Arm, dedicated, schedulers, startArm } from "./arm.ts";

const path = `${schedulers}/orders`;
const policyPath = `${path}/retentionPolicies/default`;
const day = 86_400_000;

const entry = (retentionPeriodInDays: number, orchestrationState?: string) => ({
  retentionPeriodInDays,
  ...(orchestrationState !== undefined && { orchestrationState }),
});

const policy = (...retentionPolicies: object[]) => ({ properties: { retentionPolicies } });

describe("a policy", () => {
  const rulesOf = (...entries: object[]) =>
    retentionRules({
      ...policy(...entries),
      id: policyPath,
      kind: "retentionPolicies",
      name: "default",
      state: "Succeeded",
      createdAt: 0,
      modifiedAt: 0,
    } satisfies Resource);

  test("without a state is for all, in one rule", () => {
    const statuses = ["completed", "failed", "terminated"];
    expect(rulesOf(entry(30))).toEqual([{ statuses, periodMillis: 30 * day }]);
  });

  test("for a state goes before the one without", () => {
    expect(rulesOf(entry(30), entry(0, "Failed"))).toEqual([
      { statuses: ["completed", "terminated"], periodMillis: 30 * day },
      { statuses: ["failed"], periodMillis: 0 },
    ]);
  });

  test("keeps for ever what it does not name", () => {
    expect(rulesOf(entry(1, "Terminated"))).toEqual([
      { statuses: ["terminated"], periodMillis: day },
    ]);
    expect(rulesOf(entry(1, "Canceled"))).toEqual([]);
    expect(rulesOf()).toEqual([]);
  });
});

const all = ["completed", "failed", "running", "terminated"];

/** Hubs of the scheduler and of nobody, each with one orchestration of every state. */
async function withOrchestrations(): Promise<Arm> {
  const arm = await startArm({ taskHubs: ["other"] });
  await arm.put(path, dedicated);
  await arm.put(`${path}/taskHubs/orders`, {});
  for (const hub of ["orders", "other"]) {
    await run(arm, hub, all);
  }
  return arm;
}

/** Starts one of each id and answers its first turn, so that it is in the state that it names. */
async function run({ emulator }: Arm, hub: string, ids: readonly string[]): Promise<void> {
  const raw = connectRaw(emulator, hub);
  const work = raw.work();
  for (const instanceId of ids) {
    await raw.start({ instanceId });
    const item = await work.next();
    await raw.complete(item, { instanceId, actions: actionsFor(instanceId) });
  }
  work.cancel();
  raw.client.close();
}

function actionsFor(id: string): OrchestratorAction[] {
  if (id === "running") return [];
  const status = id === "failed" || id === "terminated" ? id : "completed";
  const value = {
    ...CompleteOrchestrationAction.create(),
    orchestrationStatus: statusNumbers[status],
  };
  return [{ id: 0, orchestratorActionType: { $case: "completeOrchestration", value } }];
}

async function kept({ emulator }: Arm, hub = "orders"): Promise<readonly string[]> {
  const views = await emulator.reader.instances(hub, {
    filter: {},
    orderBy: "instanceId",
    direction: "ascending",
    limit: 10,
    withPayloads: false,
  });
  return views.map(({ orchestration }) => orchestration.instanceId);
}

test("a policy purges what is older, in its scheduler's hubs, and never what runs", async () => {
  const arm = await withOrchestrations();
  await arm.put(policyPath, policy(entry(7), entry(0, "Completed"), entry(30, "Failed")));
  await expect.poll(() => kept(arm)).toEqual(["failed", "running", "terminated"]);
  await arm.emulator.advanceTime(7 * day);
  await expect.poll(() => kept(arm)).toEqual(["failed", "running"]);
  await arm.emulator.advanceTime(23 * day);
  await expect.poll(() => kept(arm)).toEqual(["running"]);
  expect(await kept(arm, "other")).toEqual(all);
});

test("what ends later is purged in its turn", async () => {
  const arm = await withOrchestrations();
  await arm.put(policyPath, policy(entry(1)));
  await arm.emulator.advanceTime(day);
  await expect.poll(() => kept(arm)).toEqual(["running"]);
  await run(arm, "orders", ["later"]);
  await arm.emulator.advanceTime(day - 3_600_000);
  expect(await kept(arm)).toEqual(["later", "running"]);
  await arm.emulator.advanceTime(3_600_000);
  await expect.poll(() => kept(arm)).toEqual(["running"]);
});

test("nothing is purged without a policy, nor after it is gone", async () => {
  const arm = await withOrchestrations();
  await arm.put(policyPath, policy(entry(7)));
  await arm.remove(policyPath);
  await arm.emulator.advanceTime(365 * day);
  await arm.emulator.advanceTime(1);
  expect(await kept(arm)).toEqual(all);
});

test("a changed policy counts from then on", async () => {
  const arm = await withOrchestrations();
  await arm.put(policyPath, policy(entry(90)));
  await arm.emulator.advanceTime(10 * day);
  await arm.send("PATCH", policyPath, policy(entry(9)));
  await expect.poll(() => kept(arm)).toEqual(["running"]);
});
