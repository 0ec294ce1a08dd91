import { setImmediate as eventLoop } from "node:timers/promises";
import type { StoredChange } from "../../emulator/core/change.ts";
import { instantOf } from "../../emulator/core/instant.ts";
import type { Orchestration } from "../../emulator/core/orchestration.ts";
import { codec } from "../../emulator/grpc/codec.ts";
import type { Write } from "../../emulator/store/port.ts";
import { openSqliteStore } from "../../emulator/store/sqlite/sqlite-store.ts";

/** Fills a new data folder through the store's port: instances that each wait for a timer. */
const [folder = "", countText = "0", hub = ""] = process.argv.slice(2);
const count = Number(countText);
const groupSize = 1_000;
const now = Date.now();
const dayMillis = 86_400_000;

/** As many kinds as a large application has; and rare instances, for filters that few rows meet. */
const nameCount = 50;
const rareEvery = 1_000;

// Nothing is acknowledged while the folder is filled, so that no group need be synced.
const { store } = await openSqliteStore({ folder, durability: "normal", codec });
await store.createHub(hub);
for (let first = 0; first < count; first += groupSize) {
  const numbers = Array.from({ length: Math.min(groupSize, count - first) }, (_, at) => first + at);
  await store.commit(numbers.flatMap(writesOf));
  // Without a sync to wait for, the event loop would never hear that the log has been copied.
  await eventLoop();
}
await store.close();

function writesOf(number: number): readonly Write[] {
  const one = orchestrationOf(number);
  const { instanceId, executionId, name } = one;
  const fireAt = instantOf(now + 30 * dayMillis + number);
  const changes: readonly StoredChange[] = [
    { type: "orchestration-saved", orchestration: one },
    { type: "payload-saved", field: "input", value: `{"order":${number}}` },
    {
      type: "history-appended",
      events: [
        {
          eventId: -1,
          timestamp: instantOf(one.createdAt),
          eventType: { $case: "orchestratorStarted", value: {} },
        },
        {
          eventId: -1,
          timestamp: instantOf(one.createdAt),
          eventType: {
            $case: "executionStarted",
            value: {
              name,
              version: undefined,
              input: `{"order":${number}}`,
              orchestrationInstance: { instanceId, executionId },
              parentInstance: undefined,
              scheduledStartTimestamp: undefined,
              parentTraceContext: undefined,
              orchestrationSpanID: undefined,
              tags: {},
            },
          },
        },
        {
          eventId: 1,
          timestamp: instantOf(one.createdAt),
          eventType: { $case: "timerCreated", value: { fireAt } },
        },
      ],
    },
    {
      type: "message-sent",
      message: {
        sequence: number + 1,
        target: instanceId,
        executionId,
        visibleAt: now + 30 * dayMillis + number,
        event: {
          eventId: -1,
          timestamp: fireAt,
          eventType: { $case: "timerFired", value: { fireAt, timerId: 1 } },
        },
      },
    },
  ];
  return changes.map((change) => ({ hub, instanceId, change }));
}

function orchestrationOf(number: number): Orchestration {
  const isRare = number % rareEvery === 0;
  const createdAt = now - dayMillis + number;
  return {
    instanceId: idOf(number),
    executionId: number.toString(16).padStart(32, "0"),
    name: isRare ? "RefundCustomer" : `ProcessOrder${number % nameCount}`,
    version: undefined,
    tags: {},
    status: isRare ? "suspended" : "running",
    createdAt,
    lastUpdatedAt: createdAt,
    completedAt: undefined,
    scheduledStart: undefined,
    parent: undefined,
    parentTraceContext: undefined,
    traceContext: undefined,
    historyLength: 3,
    criticalSections: [],
  };
}

/** In no order, as ids are that clients make. */
function idOf(number: number): string {
  const scattered = Math.imul(number, 0x9e3779b1) >>> 0;
  return `order-${scattered.toString(16).padStart(8, "0")}`;
}
