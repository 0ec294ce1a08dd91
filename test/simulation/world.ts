import { codec } from "../../emulator/grpc/codec.ts";
import type { MemoryLimits } from "../../emulator/memory-limits.ts";
import { openMemoryStore } from "../../emulator/store/memory/memory-store.ts";
import type { Store, Write } from "../../emulator/store/port.ts";
import type { Reader } from "../../emulator/store/reader.ts";
import type { Answer } from "./answers.ts";
import { createDurableRecord, type DurableRecord, nameOf } from "./durable-record.ts";
import { createFindings, type Demand } from "./findings.ts";
import { createInstanceLedger, type InstanceLedger } from "./instance-ledger.ts";
import { createOperationLedger, type OperationLedger } from "./operation-ledger.ts";
import { createOtherHubLedger, type OtherHubLedger } from "./other-hub.ts";
import { createPlan, type Plan } from "./plan.ts";
import { createRandom, type Random } from "./random.ts";
import type { DiskWitness } from "./simulated-disk.ts";
import { hubName, type SimulatedProcess, startProcess } from "./simulated-process.ts";
import type { SimulatedWorker, WorkerKind } from "./simulated-worker.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

/** Everything in one run: what survives a process, the process, and those who talk to it. */
export interface World {
  readonly random: Random;
  readonly time: VirtualTime;
  readonly demand: Demand;
  readonly check: () => void;
  readonly trace: (text: () => string) => void;
  readonly plan: Plan;
  readonly record: DurableRecord;
  readonly instances: InstanceLedger;
  readonly operations: OperationLedger;
  readonly otherHub: OtherHubLedger;
  readonly activityFailures: Map<string, number>;
  readonly store: Store;
  readonly reader: Reader;
  readonly identifier: () => string;
  nextNumber(): number;
  /** The one that runs; another takes its place when it has ended. */
  process: SimulatedProcess;
  restart(): void;
  workers: SimulatedWorker[];
  /** Those of one run speak one protocol, or either. */
  readonly workerKinds: readonly WorkerKind[];
  /** Answers on their way from workers, to be lost, doubled, or late. */
  readonly answers: Answer[];
  /** What this process has handed out, by token. */
  readonly tokens: Map<string, string>;
  /** Calls of clients that have not been answered. */
  pendingCount: number;
  /** Whether things may go wrong. */
  mayFail: boolean;
}

export interface WorldSettings {
  readonly seed: number;
  readonly trace: (text: () => string) => void;
  readonly witness: DiskWitness;
  /** Sees every group that was lost with its process. */
  readonly onLost: (group: readonly Write[]) => void;
}

export function createWorld({ seed, trace, witness, onLost }: WorldSettings): World {
  const random = createRandom(seed);
  const time = createVirtualTime();
  const { demand, check } = createFindings();
  const { store, reader } = openMemoryStore({ codec });
  const operations = createOperationLedger();
  const { onHistory, onMessage } = operations;
  const record = createDurableRecord({ demand, now: time.now, onHistory, onMessage });
  let numbers = 0;
  const nextNumber = () => {
    numbers += 1;
    return numbers;
  };
  const identifier = () => nextNumber().toString(16).padStart(32, "0");
  const memory = createLimits(random);
  const start = () =>
    startProcess({
      store,
      time,
      memory,
      identifier,
      record,
      demand,
      witness: {
        committed(group) {
          for (const write of group) trace(() => `  durable: ${textOf(write)}`);
          record.observe(group.filter(({ hub }) => hub === hubName));
          witness.committed(group);
        },
        hubCreated(name) {
          trace(() => `  durable: hub ${name}`);
          witness.hubCreated(name);
        },
        hubRemoved(name) {
          trace(() => `  gone: hub ${name}`);
          witness.hubRemoved(name);
        },
      },
    });
  const world: World = {
    ...{ random, time, demand, check, trace, record, operations, store, reader, identifier },
    plan: createPlan(random),
    instances: createInstanceLedger(record),
    otherHub: createOtherHubLedger(),
    activityFailures: new Map(),
    nextNumber,
    process: start(),
    restart() {
      for (const group of world.process.kill()) onLost(group);
      world.workers = [];
      world.tokens.clear();
      world.pendingCount = 0;
      world.process = start();
    },
    workers: [],
    workerKinds: random.pick<readonly WorkerKind[]>([["sdk"], ["host"], ["sdk", "host"]]),
    answers: [],
    tokens: new Map(),
    pendingCount: 0,
    mayFail: true,
  };
  return world;
}

/** So small in some runs that whatever can leave the memory does. */
function createLimits(random: Random): MemoryLimits {
  const isSmall = random.chance(0.7);
  return {
    instanceCount: isSmall ? 1 + random.below(4) : 1_000,
    historyBytes: isSmall ? random.below(4) * 1_000 : 1_000_000,
    arrivedLength: isSmall ? random.below(4) * 1_000 : 1_000_000,
    messageCount: isSmall ? 1 + random.below(3) : 1_000,
    messageLength: isSmall ? random.below(4) * 1_000 : 1_000_000,
    taskCount: isSmall ? random.below(3) : 1_000,
    taskLength: isSmall ? random.below(4) * 1_000 : 1_000_000,
  };
}

function textOf({ instanceId, change }: Write): string {
  switch (change.type) {
    case "message-sent":
    case "message-received": {
      const { sequence, target, event } = change.message;
      const name = nameOf(event) ?? "";
      return `${change.type} ${target} #${sequence} ${event.eventType?.$case} ${name}`;
    }
    case "messages-removed":
      return `${instanceId} ${change.type} ${change.sequences.map((sequence) => `#${sequence}`)}`;
    case "orchestration-saved":
      return `${instanceId} ${change.type} ${change.orchestration.status}`;
    case "history-appended":
      return `${instanceId} ${change.type} ${change.events.map((one) => one.eventType?.$case)}`;
    case "entity-saved":
      return `${instanceId} ${change.type} ${change.entity.lock?.owner} ${change.entity.state}`;
    default:
      return `${instanceId} ${change.type}`;
  }
}
