import { createCommitter } from "../../emulator/committer.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import { workItemEncoder } from "../../emulator/grpc/work-item-encoder.ts";
import { createTurnCompletion } from "../../emulator/grpc/worker-calls.ts";
import type { Hub } from "../../emulator/hub.ts";
import { type Hubs, openHubs } from "../../emulator/hubs.ts";
import type { MemoryLimits } from "../../emulator/memory-limits.ts";
import { createStamps } from "../../emulator/stamps.ts";
import type { Store, Write } from "../../emulator/store/port.ts";
import { checkedHub } from "./checked-hub.ts";
import type { DurableRecord } from "./durable-record.ts";
import type { Demand } from "./findings.ts";
import { createSimulatedDisk, type DiskWitness, type SimulatedDisk } from "./simulated-disk.ts";
import type { VirtualTime } from "./virtual-time.ts";

export const hubName = "simulated";

/** One life of the scheduler, from its opening to its end, over a store that outlives it. */
export interface SimulatedProcess {
  readonly disk: SimulatedDisk;
  /** Undefined while it is opening, and once it closes: nobody reaches it any more. */
  readonly hub: Hub | undefined;
  /** That one and the others. Undefined while it is. */
  readonly hubs: Hubs | undefined;
  readonly completeTurn: ReturnType<typeof createTurnCompletion>;
  readonly isAlive: boolean;
  /** A commit has failed: it has to end. */
  readonly hasFailed: boolean;
  /** The hub takes no more, and what it has decided is being written. */
  close(): void;
  readonly isClosing: boolean;
  /** All is written: it may end. */
  readonly isClosed: boolean;
  /** Ends it at this very moment; answers the groups that it had not yet written. */
  kill(): ReturnType<SimulatedDisk["cut"]>;
}

export interface ProcessPorts {
  readonly store: Store;
  readonly time: VirtualTime;
  readonly memory: MemoryLimits;
  readonly identifier: () => string;
  readonly record: DurableRecord;
  readonly demand: Demand;
  readonly witness: DiskWitness;
}

export function startProcess(ports: ProcessPorts): SimulatedProcess {
  const { time, memory, identifier, record, demand, witness } = ports;
  const disk = createSimulatedDisk(ports.store, {
    ...witness,
    committed(group) {
      demand(!isClosed, "A process that has closed writes no more", () => textOf(group));
      witness.committed(group);
    },
  });
  const { store } = disk;
  const clocks = time.clocks();
  const clock = clocks.orchestrations;
  let hubs: Hubs | undefined;
  let hub: Hub | undefined;
  let state: "alive" | "failed" | "dead" = "alive";
  let isClosing = false;
  let isClosed = false;
  const fail = () => {
    if (state === "alive") state = "failed";
  };

  const committer = createCommitter(store, clocks.leases, fail);

  async function open(): Promise<void> {
    hubs = await openHubs([hubName], false, {
      store,
      committer,
      codec,
      encoder: workItemEncoder,
      clock,
      leaseClock: clocks.leases,
      stamp: await createStamps(store, clock, identifier),
      memory,
      onChange: () => {},
    });
    const mayTell = () => state !== "failed";
    const opened = hubs.peek(hubName);
    hub = opened && checkedHub(opened, { demand, record, mayTell, isHeard: () => !isClosing });
  }

  open().catch((error: unknown) => {
    demand(false, "What was stored can be opened", () => String(error));
  });
  return {
    disk,
    get hub() {
      return isClosing ? undefined : hub;
    },
    get hubs() {
      return isClosing ? undefined : hubs;
    },
    completeTurn: createTurnCompletion(),
    get isAlive() {
      return state === "alive";
    },
    get hasFailed() {
      return state === "failed";
    },
    close() {
      isClosing = true;
      hubs?.close();
      void committer.settled().then(() => {
        isClosed = true;
      });
    },
    get isClosing() {
      return isClosing;
    },
    get isClosed() {
      return isClosed;
    },
    kill() {
      state = "dead";
      clocks.stop();
      const lost = disk.cut();
      const isComplete = !isClosed || lost.length === 0;
      demand(isComplete, "A process that has closed has written all", () => textOf(lost.flat()));
      return lost;
    },
  };
}

function textOf(group: readonly Write[]): string {
  return group.map(({ instanceId, change }) => `${instanceId} ${change.type}`).join();
}
