import { isTerminal, type Status } from "../../emulator/core/status.ts";
import { answerTo } from "./answers.ts";
import * as client from "./client.ts";
import type { InstanceRecord } from "./durable-record.ts";
import { scriptOf } from "./instance-ledger.ts";
import { awaitedEvents } from "./script.ts";
import { settle } from "./settle.ts";
import { connectWorker, disconnectWorker } from "./simulated-worker.ts";
import type { World } from "./world.ts";

const roundCountMax = 20_000;
/** More often than the activities of one script fail, or its children begin, one by one. */
const turnCountMax = 100;

/** Nothing goes wrong any more, and clients do what is left to do: all must come to its end. */
export async function comeToRest(world: World, lookAtStores: () => Promise<void>): Promise<void> {
  world.mayFail = false;
  if (world.process.disk.hasFailed || world.process.isClosing) world.restart();
  for (const worker of world.workers) disconnectWorker(world, worker);
  world.answers.length = 0;
  await runOut(world);
  world.instances.checkEnds(world.demand);
  await lookAtStores();
  world.check();
  await start(world);
  for (let turn = 0; turn < turnCountMax && isUnfinished(world); turn++) {
    await ask(world, (status) => status === "suspended", client.resume);
    await ask(world, (status) => status === "failed", rewindUnlessScripted);
    await ask(world, (status) => !isTerminal(status), raiseMissing);
  }
}

function isUnfinished({ record }: World): boolean {
  return [...record.instances.values()].some((instance) => {
    const { status } = instance.orchestration;
    return !isTerminal(status) || (status === "failed" && mayRecover(instance));
  });
}

function mayRecover(instance: InstanceRecord): boolean {
  return scriptOf(instance)?.ending === "completes";
}

function rewindUnlessScripted(...[world, hub, instanceId]: Parameters<typeof client.resume>): void {
  const instance = world.record.instances.get(instanceId);
  if (instance !== undefined && mayRecover(instance)) client.rewindInstance(world, hub, instanceId);
}

async function start(world: World): Promise<void> {
  const { hub } = world.process;
  if (hub === undefined) throw new Error("The hub has not opened");
  for (const root of world.plan.roots) {
    if (!world.instances.isStarted(root.instanceId)) client.start(world, hub, root, false);
  }
  await runOut(world);
}

function raiseMissing(...[world, hub, instanceId]: Parameters<typeof client.resume>): void {
  const instance = world.record.instances.get(instanceId);
  const script = instance && scriptOf(instance);
  for (const name of script === undefined ? [] : awaitedEvents(script)) {
    const hasEvent = world.instances.hasEvent(instanceId, name);
    if (!hasEvent) client.raiseEvent(world, hub, instanceId, name);
  }
}

async function ask(
  world: World,
  isWanted: (status: Status) => boolean,
  what: typeof client.resume,
): Promise<void> {
  const { hub } = world.process;
  if (hub === undefined) throw new Error("The hub has not opened");
  for (const [id, { orchestration }] of [...world.record.instances]) {
    if (isWanted(orchestration.status)) what(world, hub, id);
  }
  await runOut(world);
}

/** Until nothing moves: no request, no work, no alarm. */
export async function runOut(world: World): Promise<void> {
  for (let round = 0; round < roundCountMax; round++) {
    await settle();
    world.check();
    if (!(await move(world))) return;
  }
  const text = () => `${roundCountMax} rounds`;
  world.demand(false, "Everything comes to rest", text);
  world.check();
}

async function move(world: World): Promise<boolean> {
  const { disk, hub } = world.process;
  world.time.pass(1);
  if (disk.waiting > 0) {
    await disk.doNext();
    return true;
  }
  if (disk.done > 0) {
    disk.answerNext();
    return true;
  }
  if (hub !== undefined && world.workers.length === 0) {
    const limits = { orchestrations: 10, activities: 10, entities: 10 };
    connectWorker(world, world.random.pick(world.workerKinds), limits);
    return true;
  }
  for (const worker of world.workers) {
    const item = worker.held.shift();
    if (item === undefined) continue;
    await Promise.race([answerTo(world, item)(world.process), settle()]);
    return true;
  }
  const untilNext = world.time.untilNext;
  if (untilNext === undefined) return false;
  world.time.pass(untilNext);
  world.time.wakeNext();
  return true;
}
