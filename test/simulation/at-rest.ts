import { runOut } from "./coming-to-rest.ts";
import { otherHubName } from "./other-hub.ts";
import { hubName } from "./simulated-process.ts";
import { canonical } from "./snapshot.ts";
import type { World } from "./world.ts";

/** What must hold once nothing moves any more, in this process and in the one that follows it. */
export async function checkAtRest(world: World): Promise<void> {
  const { demand, instances, operations, record, plan } = world;
  const roots = plan.roots.map(({ instanceId }) => instanceId);
  instances.check(roots, demand);
  operations.check(record.entities, demand);
  checkLocks(world);
  await checkNothingWaits(world);
  await checkMemory(world);
  await checkOtherHub(world);
  world.check();
  world.restart();
  await runOut(world);
  await checkNothingWaits(world);
  world.check();
}

function checkLocks({ record, demand }: World): void {
  for (const [id, { lock }] of record.entities) {
    demand(lock === undefined, "Every lock is given back", () => `${id}: ${lock?.owner}`);
  }
}

async function checkNothingWaits({ store, process, demand, pendingCount }: World): Promise<void> {
  const backlog = await store.backlog(hubName);
  const sent = await store.messagesOnTheirWay(hubName, { visibleAt: 0, sequence: 0 }, 100);
  const waiting = { ...backlog, sent };
  const isEmpty = Object.values(waiting).every(({ length }) => length === 0);
  demand(isEmpty, "At rest nothing waits", () => canonical(waiting));
  demand(pendingCount === 0, "At rest every call is answered", () => `${pendingCount} are not`);
  const metrics = process.hub?.dispatcher.metrics();
  for (const [name, metric] of Object.entries(metrics ?? {})) {
    if (typeof metric === "number") continue;
    const isIdle = metric.pending === 0 && metric.active === 0;
    demand(isIdle, "At rest nothing is to be handed out", () => `${name} ${canonical(metric)}`);
  }
}

async function checkOtherHub({ store, demand, otherHub }: World): Promise<void> {
  const has = async (id: string) => (await store.loadOrchestration(otherHubName, id)) !== undefined;
  for (const id of otherHub.acknowledged) {
    demand(await has(id), "What a hub acknowledges is in it until it is removed", () => id);
  }
  for (const id of otherHub.removed) {
    demand(!(await has(id)), "What was in a removed hub does not come back", () => id);
  }
}

/** What the process believes is what the store holds. */
async function checkMemory(world: World): Promise<void> {
  const { record, store, process, demand } = world;
  for (const id of record.instances.keys()) {
    const believed = await answered(world, process.hub?.read(id));
    const stored = await store.loadOrchestration(hubName, id);
    const isSame = canonical(believed) === canonical(stored);
    demand(isSame, "What is in memory is what is stored", () => {
      return `${id}\n  ${canonical(believed)}\n  ${canonical(stored)}`;
    });
  }
  for (const id of record.entities.keys()) {
    const believed = await answered(world, process.hub?.readEntity(id));
    const stored = await store.loadEntity(hubName, id);
    const isSame = canonical(believed) === canonical(stored);
    demand(isSame, "What is in memory is what is stored", () => {
      return `${id}\n  ${canonical(believed)}\n  ${canonical(stored)}`;
    });
  }
}

/** Lets the disk work until the answer is there. */
async function answered<Value>(world: World, answer: Promise<Value> | undefined): Promise<Value> {
  if (answer === undefined) throw new Error("The hub has not opened");
  await runOut(world);
  return answer;
}
