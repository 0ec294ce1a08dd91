import { expect, test } from "vitest";
import { createCommitter } from "../../emulator/committer.ts";
import type { EventBody } from "../../emulator/core/history-event.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import { WorkItem } from "../../emulator/grpc/generated/orchestrator_service.ts";
import { prefixLength } from "../../emulator/grpc/transport/frame.ts";
import { workItemEncoder } from "../../emulator/grpc/work-item-encoder.ts";
import { openHub } from "../../emulator/hub.ts";
import { memoryLimits } from "../../emulator/memory-limits.ts";
import { createStamps } from "../../emulator/stamps.ts";
import { openMemoryStore } from "../../emulator/store/memory/memory-store.ts";
import { settle } from "../simulation/settle.ts";
import { createSimulatedDisk, noWitness } from "../simulation/simulated-disk.ts";
import { createVirtualTime } from "../simulation/virtual-time.ts";

/** A hub over a disk that works when it is told to, in a time that passes when it is told to. */
async function createHub(memory: Partial<typeof memoryLimits> = {}) {
  const { store } = openMemoryStore({ codec });
  await store.createHub("h");
  const disk = createSimulatedDisk(store, noWitness);
  const time = createVirtualTime();
  const clocks = time.clocks();
  let names = 0;
  const identifier = () => {
    names += 1;
    return `id${names}`;
  };
  const work = async () => {
    await settle();
    while (disk.waiting > 0 || disk.done > 0) {
      if (disk.waiting > 0) await disk.doNext();
      if (disk.done > 0) disk.answerNext();
      await settle();
    }
  };
  const opening = openHub("h", {
    store: disk.store,
    committer: createCommitter(disk.store, clocks.leases, () => {}),
    codec,
    encoder: workItemEncoder,
    clock: clocks.orchestrations,
    leaseClock: clocks.leases,
    stamp: await createStamps(store, clocks.orchestrations, identifier),
    memory: { ...memoryLimits, ...memory },
    onChange: () => {},
  });
  await work();
  const hub = await opening;
  return { hub, time, work };
}

function signal(requestId: string): EventBody {
  return {
    $case: "entityOperationSignaled",
    value: {
      requestId,
      operation: "add",
      scheduledTime: undefined,
      input: undefined,
      targetInstanceId: undefined,
    },
  };
}

test("an operation is handed out once it is stored, and not with those before it", async () => {
  const { hub, work } = await createHub();
  const sent: string[][] = [];
  const limits = { orchestrations: 9, activities: 9, entities: 9 };
  const worker = {
    ...{ id: "w", userAgent: undefined, runsSchedules: false, filters: undefined, limits },
    ...{ beginsTurns: false, fetchesHistory: false },
    send(frame: Uint8Array) {
      const { request } = WorkItem.decode(frame.subarray(prefixLength));
      if (request?.$case !== "entityRequestV2") return true;
      const bodies = request.value.operationRequests.map(({ eventType }) => eventType);
      sent.push(
        bodies.map((body) => (body && "requestId" in body.value ? body.value.requestId : "")),
      );
      return true;
    },
  };
  void hub.raise("@log@a", signal("one"));
  await work();
  void hub.raise("@log@a", signal("two"));
  hub.dispatcher.addWorker(worker);
  await settle();
  expect(sent).toEqual([["one"]]);
});

test("a message that is being stored is there when those on their way are read", async () => {
  const { hub, time, work } = await createHub({ messageCount: 1 });
  const now = time.now();
  for (const millis of [10, 20, 30]) {
    void hub.raise("@log@a", signal(`${millis}`), { visibleAt: now + millis });
  }
  await work();
  for (let passed = 10; passed <= 40; passed += 10) {
    // The last of the stored ones is due, and the next is on its way to the disk.
    if (passed === 30) void hub.raise("@log@a", signal("40"), { visibleAt: now + 40 });
    time.pass(10);
    time.wakeNext();
    await work();
  }
  const entity = hub.readEntity("@log@a");
  await work();
  expect((await entity)?.inbox).toHaveLength(4);
});
