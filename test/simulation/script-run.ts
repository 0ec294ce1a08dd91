import type { ActionBody } from "../../emulator/core/action.ts";
import { instantOf } from "../../emulator/core/instant.ts";
import {
  awaitedEvents,
  eventName,
  failedChild,
  type Leaf,
  launchedScript,
  type Script,
  type Step,
} from "./script.ts";
import {
  activityInput,
  type CalledOperation,
  callBody,
  childBody,
  lockBody,
  signalBody,
  unlockBody,
} from "./script-actions.ts";

/** What a script's run asks of the replay it is part of. */
export interface Replay {
  readonly instanceId: string;
  readonly generation: number;
  /** Milliseconds since 1970 at the turn's beginning. */
  now(): number;
  /** The answer is the action's id. */
  act(body: ActionBody): number;
  /** A name that no other execution uses, the same in every replay. */
  uniqueName(): string;
  outcome(key: string): Outcome | undefined;
  /** The event has been made use of: it is not carried over. */
  consume(name: string): void;
}

export interface Outcome {
  readonly isSuccess: boolean;
  readonly value: string | undefined;
}

/** Goes on once outcomes of all, or of any, of these are there. */
export interface Wait {
  readonly keys: readonly string[];
  readonly mode: "all" | "any";
  /** Those whose failure is waited for no longer than until it is there. */
  readonly vital?: readonly string[];
}

type Run = Generator<Wait, string, void>;

/** What fails an orchestration from inside. */
export class ScriptFailure extends Error {}

export function* runScript(script: Script, replay: Replay): Generator<Wait, string[], void> {
  const values: string[] = [];
  for (const step of script.steps) values.push(yield* runStep(step, replay));
  if (script.ending === "fails") throw new ScriptFailure("the script says so");
  return values;
}

function* runStep(step: Step, replay: Replay): Run {
  switch (step.do) {
    case "all":
      return yield* runAll(step.steps, replay);
    case "race":
      return yield* runRace(step, replay);
    case "section":
      return yield* runSection(step, replay);
    case "signal":
      replay.act(signalBody(step, replay));
      return step.do;
    case "launch":
      return yield* runLaunch(step, replay);
    case "send":
      send(step.to, eventName(step.name, replay.generation), replay);
      return step.do;
    default: {
      const begun = begin(step, replay);
      yield { keys: [begun.key], mode: "all" };
      return begun.value();
    }
  }
}

function* runAll(leaves: readonly Leaf[], replay: Replay): Run {
  const begun = leaves.map((leaf) => begin(leaf, replay));
  const vital = begun.flatMap(({ key, isVital }) => (isVital ? [key] : []));
  yield { keys: begun.map(({ key }) => key), mode: "all", vital };
  for (const { key, value } of begun) if (replay.outcome(key)?.isSuccess === false) value();
  return JSON.stringify(begun.map(({ value }) => value()));
}

function* runRace(step: Extract<Step, { do: "race" }>, replay: Replay): Run {
  const event = begin({ do: "event", name: step.name }, replay);
  const timer = begin({ do: "timer", millis: step.millis }, replay);
  yield { keys: [event.key, timer.key], mode: "any" };
  return replay.outcome(event.key) === undefined ? "timer" : event.value();
}

/** What each entity says when it is read must still hold when it is written. */
function* runSection(step: Extract<Step, { do: "section" }>, replay: Replay): Run {
  const { entities } = step;
  const sectionId = replay.uniqueName();
  replay.act(lockBody(sectionId, entities));
  yield { keys: [`lock ${sectionId}`], mode: "all" };
  const reads = entities.map((entity) => call(entity, { do: "get" }, replay));
  yield { keys: reads, mode: "all" };
  const lengths = reads.map((key) => Number(replay.outcome(key)?.value));
  const value = step.steps.length > 0 ? yield* runAll(step.steps, replay) : "[]";
  const writes = entities.map((entity, index) =>
    call(entity, { do: "set", length: lengths[index] ?? 0 }, replay),
  );
  yield { keys: writes, mode: "all" };
  if (!step.isLeftOpen) for (const entity of entities) replay.act(unlockBody(sectionId, entity));
  return value;
}

/** The event is on its way while the start may still be. */
function* runLaunch(step: Extract<Step, { do: "launch" }>, replay: Replay): Run {
  const { entity, millis } = step;
  const instanceId = replay.uniqueName().replaceAll("/", ".");
  const key = call(entity, { do: "launch", launch: { instanceId, millis } }, replay);
  yield { keys: [key], mode: "all" };
  for (const name of awaitedEvents(launchedScript)) send(instanceId, name, replay);
  return step.do;
}

function send(instanceId: string, name: string, replay: Replay): void {
  const instance = { instanceId, executionId: undefined };
  replay.act({ $case: "sendEvent", value: { instance, name, data: replay.uniqueName() } });
}

function call(entity: string, operation: CalledOperation, replay: Replay): string {
  const requestId = replay.uniqueName();
  replay.act(callBody(entity, requestId, operation));
  return `call ${requestId}`;
}

interface Begun {
  readonly key: string;
  /** Whether its failure fails the orchestration. */
  readonly isVital: boolean;
  /** Once its outcome is there. */
  readonly value: () => string;
}

function begin(leaf: Leaf, replay: Replay): Begun {
  const outcome = (key: string) => replay.outcome(key) ?? { isSuccess: false, value: undefined };
  switch (leaf.do) {
    case "activity": {
      const input = activityInput(leaf, replay.uniqueName());
      const key = `task ${replay.act(input)}`;
      return {
        key,
        isVital: true,
        value() {
          const { isSuccess, value = "" } = outcome(key);
          if (!isSuccess) throw new ScriptFailure("an activity failed");
          return value;
        },
      };
    }
    case "timer": {
      const fireAt = instantOf(replay.now() + leaf.millis);
      const id = replay.act({ $case: "createTimer", value: { fireAt } });
      return { key: `timer ${id}`, isVital: false, value: () => leaf.do };
    }
    case "child": {
      const key = `child ${replay.act(childBody(leaf, replay))}`;
      return {
        key,
        isVital: leaf.isVital,
        value() {
          const { isSuccess, value = "" } = outcome(key);
          if (!isSuccess && leaf.isVital) throw new ScriptFailure("a vital child failed");
          return isSuccess ? value : failedChild;
        },
      };
    }
    case "event": {
      const name = eventName(leaf.name, replay.generation);
      return {
        key: `event ${name}`,
        isVital: false,
        value() {
          replay.consume(name);
          return leaf.do;
        },
      };
    }
    case "call": {
      const key = call(leaf.entity, { do: leaf.isRefused ? "refuse" : "add" }, replay);
      return { key, isVital: false, value: () => (outcome(key).isSuccess ? "called" : "refused") };
    }
  }
}
