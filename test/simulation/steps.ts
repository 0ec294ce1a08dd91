import { isTerminal, type Status } from "../../emulator/core/status.ts";
import { release } from "../../emulator/grpc/backend/complete-work.ts";
import { abandon } from "../../emulator/grpc/worker-calls.ts";
import type { Hub } from "../../emulator/hub.ts";
import { answerTo } from "./answers.ts";
import * as client from "./client.ts";
import { hubSteps } from "./hub-steps.ts";
import { scriptOf } from "./instance-ledger.ts";
import { processSteps } from "./process-steps.ts";
import { awaitedEvents, eventName, type Script } from "./script.ts";
import { settle } from "./settle.ts";
import { connectWorker, disconnectWorker } from "./simulated-worker.ts";
import { askingOf, type SimulationStep } from "./simulation-step.ts";
import type { World } from "./world.ts";

const asking = askingOf(({ hub }) => hub);

function onInstance(
  name: string,
  weight: number,
  isWanted: (status: Status) => boolean,
  ask: (world: World, hub: Hub, instanceId: string) => void,
): SimulationStep {
  return asking(name, weight, (world, hub) => {
    const found = [...world.record.instances]
      .filter(([, { orchestration }]) => isWanted(orchestration.status))
      .map(([id]) => id);
    if (found.length === 0) return false;
    const instanceId = world.random.pick(found);
    ask(world, hub, instanceId);
    return true;
  });
}

/** An event that the script waits for, where it waits for any. */
function raiseSome(world: World, hub: Hub, instanceId: string, script: Script | undefined): void {
  const names = script === undefined ? [] : awaitedEvents(script);
  const name = names.length === 0 ? eventName("unknown", 0) : world.random.pick(names);
  client.raiseEvent(world, hub, instanceId, name);
}

const isLive = (status: Status) => !isTerminal(status);

const clientSteps: readonly SimulationStep[] = [
  asking("start", 8, (world, hub) => {
    const root = world.random.pick(world.plan.roots);
    const isKnown = world.instances.isStarted(root.instanceId);
    if (isKnown && !world.random.chance(0.1)) return false;
    client.start(world, hub, root, false);
    // Who sends it an event need not have heard of its start.
    if (world.random.chance(0.5)) raiseSome(world, hub, root.instanceId, root.script);
    return true;
  }),
  asking("replace", 1, (world, hub) => {
    client.start(world, hub, world.random.pick(world.plan.roots), true);
    return true;
  }),
  onInstance("raise", 6, isLive, (world, hub, instanceId) => {
    const instance = world.record.instances.get(instanceId);
    raiseSome(world, hub, instanceId, instance && scriptOf(instance));
  }),
  onInstance("suspend", 1.5, isLive, client.suspend),
  onInstance("resume", 2, isLive, client.resume),
  onInstance("terminate", 0.5, isLive, (world, hub, id) => client.terminate(world, hub, id, false)),
  onInstance("terminate all", 1, isLive, (world, hub, id) =>
    client.terminate(world, hub, id, true),
  ),
  onInstance("terminate by force", 0.3, isLive, client.terminateByForce),
  onInstance("purge", 0.5, isTerminal, (world, hub, id) =>
    client.purgeInstance(world, hub, id, world.random.chance(0.5)),
  ),
  onInstance("restart", 0.5, isTerminal, client.restartInstance),
  onInstance("rewind", 3, (status) => status === "failed", client.rewindInstance),
  onInstance("read", 2, () => true, client.readState),
  onInstance("wait", 2, () => true, client.awaitStatus),
  asking("signal", 4, (world, hub) => {
    const delayMillis = world.random.pick([0, 0, 1, 50, 5_000]);
    client.signal(world, hub, world.random.pick(world.plan.entities), delayMillis);
    return true;
  }),
  asking("purge entity", 1.5, (world, hub) => {
    client.purgeEntity(world, hub);
    return true;
  }),
  asking("read entity", 2, (world, hub) => {
    client.readEntity(world, hub, world.random.pick(world.plan.entities));
    return true;
  }),
];

/** Takes one item out of the hands of a worker. */
function takeHeld(world: World) {
  const holding = world.workers.filter(({ held }) => held.length > 0);
  if (holding.length === 0) return undefined;
  const { held } = world.random.pick(holding);
  return held.splice(world.random.below(held.length), 1)[0];
}

/** What a worker does with what it holds. */
function working(
  name: string,
  weight: number,
  run: (world: World, item: NonNullable<ReturnType<typeof takeHeld>>) => void,
): SimulationStep {
  return {
    name,
    weight,
    run(world) {
      const item = takeHeld(world);
      if (item === undefined) return false;
      world.trace(() => `  ${item.type} ${item.token}`);
      run(world, item);
      return true;
    },
  };
}

function deliver(world: World, answer: ReturnType<typeof answerTo>): void {
  const { process, demand } = world;
  answer(process).catch((error: unknown) =>
    demand(process.hasFailed, "An answer is taken", () => String(error)),
  );
}

const workerSteps: readonly SimulationStep[] = [
  asking("connect", 4, (world) => {
    if (world.workers.length >= 3) return false;
    const limit = world.random.pick([1, 2, 10]);
    const limits = { orchestrations: limit, activities: limit, entities: limit };
    connectWorker(world, world.random.pick(world.workerKinds), limits);
    return true;
  }),
  working("answer", 40, (world, item) => deliver(world, answerTo(world, item))),
  {
    ...working("answer twice", 3, (world, item) => {
      const answer = answerTo(world, item);
      deliver(world, answer);
      if (world.random.chance(0.5)) deliver(world, answer);
      else world.answers.push(answer);
    }),
    isFault: true,
  },
  {
    ...working("delay an answer", 6, (world, item) => {
      world.answers.push(answerTo(world, item));
    }),
    isFault: true,
  },
  { ...working("lose an answer", 1, (world, item) => void answerTo(world, item)), isFault: true },
  {
    ...working("give back", 1.5, (world, { token, worker }) => {
      const { hub } = world.process;
      if (hub === undefined) return;
      const isReleased = worker.kind === "host" && world.random.chance(0.5);
      const giveBack = isReleased ? release : abandon;
      giveBack(hub, { completionToken: token });
    }),
    isFault: true,
  },
  {
    name: "a late answer",
    weight: 4,
    run(world) {
      if (world.answers.length === 0) return false;
      const [answer] = world.answers.splice(world.random.below(world.answers.length), 1);
      if (answer !== undefined) deliver(world, answer);
      return true;
    },
  },
  {
    name: "disconnect",
    weight: 1,
    isFault: true,
    run(world) {
      if (world.workers.length === 0) return false;
      const worker = world.random.pick(world.workers);
      for (const item of worker.held) {
        if (world.random.chance(0.5)) world.answers.push(answerTo(world, item));
      }
      disconnectWorker(world, worker);
      return true;
    },
  },
  {
    name: "end a session",
    weight: 4,
    run(world) {
      const { pick } = world.random;
      return world.workers.length > 0 && pick(world.workers).sessions.cancelOne(pick);
    },
  },
  {
    name: "resume a stream",
    weight: 5,
    run(world) {
      const full = world.workers.filter(({ isFull }) => isFull);
      if (full.length === 0) return false;
      const worker = world.random.pick(full);
      worker.isFull = false;
      world.process.hub?.dispatcher.resume(worker.port);
      return true;
    },
  },
];

const diskSteps: readonly SimulationStep[] = [
  {
    name: "disk does",
    weight: 25,
    run: (world) => world.process.disk.waiting > 0 && world.process.disk.doNext(),
  },
  {
    name: "disk answers",
    weight: 25,
    run(world) {
      const { disk } = world.process;
      if (disk.done === 0) return false;
      disk.answerNext();
      // Each answer is an event of its own: what waits for it goes on before the next.
      return settle();
    },
  },
];

const timeSteps: readonly SimulationStep[] = [
  {
    name: "alarm",
    weight: 8,
    run(world) {
      if (world.time.untilNext !== 0) return false;
      world.time.wakeNext();
      return true;
    },
  },
  {
    name: "time goes to the next alarm",
    weight: 1.5,
    run(world) {
      const millis = world.time.untilNext ?? 0;
      if (millis === 0) return false;
      // Leases are the longest to wait for: mostly their workers answer before.
      if (millis > 60_000 && !world.random.chance(0.3)) return false;
      world.time.pass(millis);
      return true;
    },
  },
  {
    name: "time is skipped",
    weight: 0.3,
    run(world) {
      world.time.skip(world.random.below(30_000));
      return true;
    },
  },
];

export const simulationSteps: readonly SimulationStep[] = [
  ...clientSteps,
  ...workerSteps,
  ...diskSteps,
  ...timeSteps,
  ...processSteps,
  ...hubSteps,
];
