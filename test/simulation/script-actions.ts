import type { ActionBody } from "../../emulator/core/action.ts";
import type { EventBody } from "../../emulator/core/history-event.ts";
import { instantOf } from "../../emulator/core/instant.ts";
import { inputOf, type Leaf, type Step } from "./script.ts";
import type { Replay } from "./script-run.ts";

/** The actions by which a script's steps are begun, in the words of the protocol. */

/** What an activity gets: its work, and a name by which its failures are counted. */
export interface ActivityInput {
  readonly input: number;
  readonly failures: number;
  readonly name: string;
}

/** What an operation of an entity gets. */
export interface OperationInput {
  /** Names this one operation, wherever it comes from. */
  readonly id: string;
  /** How many operations the entity has had, as its caller believes. */
  readonly length?: number;
  readonly relay?: string | undefined;
  /** The orchestration that the entity is to start, in so many milliseconds. */
  readonly launch?: { readonly instanceId: string; readonly millis: number };
  /** Milliseconds since 1970 before which it may not run. */
  readonly notBefore?: number;
}

type LeafOf<Name extends Leaf["do"]> = Extract<Leaf, { do: Name }>;

export function activityInput(leaf: LeafOf<"activity">, name: string): ActionBody {
  const { input: number, failures } = leaf;
  const input = JSON.stringify({ input: number, failures, name } satisfies ActivityInput);
  return {
    $case: "scheduleTask",
    value: { name: "work", version: undefined, input, parentTraceContext: undefined, tags: {} },
  };
}

export function childBody(leaf: LeafOf<"child">, replay: Replay): ActionBody {
  const instanceId =
    leaf.id === undefined ? "" : `${replay.instanceId}.${leaf.id}${replay.generation}`;
  return {
    $case: "createSubOrchestration",
    value: {
      instanceId,
      name: "script",
      version: undefined,
      input: inputOf(leaf.script),
      parentTraceContext: undefined,
      tags: leaf.isVital ? { [vitalTag]: "" } : {},
    },
  };
}

/** Marks the children whose failure fails the parent. */
export const vitalTag = "vital";

export interface CalledOperation extends Pick<OperationInput, "length" | "launch"> {
  readonly do: string;
}

export function callBody(
  entity: string,
  requestId: string,
  { do: operation, ...more }: CalledOperation,
): ActionBody {
  const input: OperationInput = { id: requestId, ...more };
  return entityMessage({
    $case: "entityOperationCalled",
    value: {
      requestId,
      operation,
      scheduledTime: undefined,
      input: JSON.stringify(input),
      targetInstanceId: entity,
      parentInstanceId: undefined,
      parentExecutionId: undefined,
    },
  });
}

export function signalBody(step: Extract<Step, { do: "signal" }>, replay: Replay): ActionBody {
  const requestId = replay.uniqueName();
  const notBefore = replay.now() + step.millis;
  const { entity, relay } = step;
  return entityMessage({
    $case: "entityOperationSignaled",
    value: {
      requestId,
      operation: relay === undefined ? "add" : "relay",
      scheduledTime: step.millis === 0 ? undefined : instantOf(notBefore),
      input: JSON.stringify({ id: requestId, relay, notBefore } satisfies OperationInput),
      targetInstanceId: entity,
    },
  });
}

export function lockBody(criticalSectionId: string, entities: readonly string[]): ActionBody {
  const value = { criticalSectionId, lockSet: [...entities], position: 0 };
  return entityMessage({
    $case: "entityLockRequested",
    value: { ...value, parentInstanceId: undefined },
  });
}

export function unlockBody(criticalSectionId: string, targetInstanceId: string): ActionBody {
  return entityMessage({
    $case: "entityUnlockSent",
    value: { criticalSectionId, targetInstanceId, parentInstanceId: undefined },
  });
}

type EntityMessage = Extract<
  EventBody,
  {
    $case:
      | "entityOperationCalled"
      | "entityOperationSignaled"
      | "entityLockRequested"
      | "entityUnlockSent";
  }
>;

function entityMessage(message: EntityMessage): ActionBody {
  return { $case: "sendEntityMessage", value: { EntityMessageType: message } };
}
