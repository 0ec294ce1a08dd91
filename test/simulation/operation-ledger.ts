import type { Entity } from "../../emulator/core/entity.ts";
import type { HistoryEvent } from "../../emulator/core/history-event.ts";
import { parseLog, relayedName } from "./entity-run.ts";
import type { Demand } from "./findings.ts";
import type { OperationInput } from "./script-actions.ts";

/** Which operations entities must have had in the end, and how often. */
export interface OperationLedger {
  /** A client is about to signal; it may arrive, and must once that is acknowledged. */
  signalled(entity: string, id: string): void;
  acknowledged(id: string): void;
  /** What the entity has had may be forgotten from now on. */
  purged(entity: string): void;
  /** What orchestrations have sent is in their durable histories. */
  onHistory(events: readonly HistoryEvent[], isRewritten: boolean): void;
  /** An operation is on its way to the entity, or has arrived. */
  onMessage(entity: string, event: HistoryEvent): void;
  check(entities: ReadonlyMap<string, Entity>, demand: Demand): void;
}

interface Expectation {
  readonly entity: string;
  atLeast: number;
  atMost: number;
}

/** Operations that leave no trace in an entity's state. */
const traceless = new Set(["get", "refuse"]);

export function createOperationLedger(): OperationLedger {
  const expected = new Map<string, Expectation>();
  const purged = new Set<string>();

  function expect(entity: string, id: string, relay: string | undefined, isRepeated: boolean) {
    const known = expected.get(id);
    // A rewind sends what was not answered once more; it may have been done nevertheless.
    if (known !== undefined) known.atMost += isRepeated ? 1 : 0;
    else expected.set(id, { entity, atLeast: 1, atMost: 1 });
    if (relay !== undefined) expect(relay, relayedName(id), undefined, isRepeated);
  }

  function sent(entity: string, { eventType: body }: HistoryEvent, isRepeated: boolean): void {
    if (body?.$case !== "entityOperationCalled" && body?.$case !== "entityOperationSignaled")
      return;
    if (traceless.has(body.value.operation)) return;
    const { id, relay }: OperationInput = JSON.parse(body.value.input ?? "");
    expect(entity, id, relay, isRepeated && body.$case === "entityOperationCalled");
  }

  return {
    signalled: (entity, id) => expected.set(id, { entity, atLeast: 0, atMost: 1 }),
    acknowledged(id) {
      const known = expected.get(id);
      if (known !== undefined) known.atLeast = 1;
    },
    purged: (entity) => purged.add(entity),
    onHistory(events, isRewritten) {
      for (const event of events) {
        const body = event.eventType;
        const target = body && "targetInstanceId" in body.value && body.value.targetInstanceId;
        if (target) sent(target, event, isRewritten);
      }
    },
    onMessage: (entity, event) => sent(entity, event, false),
    check(entities, demand) {
      const counts = new Map<string, number>();
      for (const [entity, { state }] of entities) {
        for (const id of parseLog(state)) {
          counts.set(id, (counts.get(id) ?? 0) + 1);
          const known = expected.get(id)?.entity === entity;
          demand(known, "An entity has had what it was sent and nothing else", () => id);
        }
      }
      for (const [id, { entity, atLeast, atMost }] of expected) {
        const count = counts.get(id) ?? 0;
        const text = () => `${id} at ${entity}: ${count} times, not ${atLeast} to ${atMost}`;
        const isEnough = count >= atLeast || purged.has(entity);
        demand(isEnough && count <= atMost, "An operation has its effect once", text);
      }
    },
  };
}
