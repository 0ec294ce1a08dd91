import { isTerminal } from "../../emulator/core/status.ts";
import type { DurableRecord, InstanceRecord } from "./durable-record.ts";
import type { Demand } from "./findings.ts";
import { awaitedEvents, isExpected, launchedScript, parseInput, type Script } from "./script.ts";

/** What clients have done to an orchestration beside starting it and sending it events. */
export type Tampering = "terminate" | "terminate-all" | "purge" | "purge-all" | "restart";

/** What clients asked for, what was acknowledged, and so what must come of each orchestration. */
export interface InstanceLedger {
  started(instanceId: string): void;
  isStarted(instanceId: string): boolean;
  /** Whether it may have been purged: then it comes to life again when it is started. */
  mayBeGone(instanceId: string): boolean;
  /** A client is about to do so; it may happen from now on. */
  tamper(instanceId: string, how: Tampering): void;
  /** A client is about to let it run again after it has ended. */
  revive(instanceId: string): void;
  /** How often anything was revived. */
  readonly revivalCount: number;
  /** It has been acknowledged that it will end, at a time when so much had been revived. */
  mustEnd(instanceId: string, revivalCount: number): void;
  raised(instanceId: string, name: string): void;
  /** Whether the event has been acknowledged and cannot have been lost by right. */
  hasEvent(instanceId: string, name: string): boolean;
  /** Those that were to end have done so, also below one that was ended with all below it. */
  checkEnds(demand: Demand): void;
  /** Everything has come out as its script says. */
  check(roots: readonly string[], demand: Demand): void;
}

export function createInstanceLedger(record: DurableRecord): InstanceLedger {
  const started = new Set<string>();
  const tampered = new Map<string, Set<Tampering>>();
  /** Of those that were tampered with, and may be gone while others below them are not. */
  const parents = new Map<string, string>();
  /** Those above something that was tampered with. */
  const above = new Set<string>();
  const ending = new Map<string, { readonly revivalCount: number; readonly endCount: number }>();
  const revived = new Set<string>();
  let revivalCount = 0;
  const events = new Set<string>();

  function ancestorsOf(instanceId: string): string[] {
    const found: string[] = [];
    for (let id = parentOf(instanceId); id !== undefined; id = parentOf(id)) found.push(id);
    return found;
  }

  function parentOf(instanceId: string): string | undefined {
    const parent = record.instances.get(instanceId)?.orchestration.parent;
    return parent?.orchestrationInstance?.instanceId ?? parents.get(instanceId);
  }

  const isTampered = (id: string, ...how: readonly Tampering[]) =>
    how.some((one) => tampered.get(id)?.has(one));

  const mayBeGone = (id: string) => isTampered(id, "purge", "purge-all");

  function mayBeEnded(id: string): boolean {
    return (
      isTampered(id, "terminate", "terminate-all") ||
      ancestorsOf(id).some((other) => isTampered(other, "terminate-all"))
    );
  }

  function mayLoseChildren(id: string): boolean {
    return above.has(id) || [id, ...ancestorsOf(id)].some((other) => tampered.has(other));
  }

  function checkInstance(id: string, instance: InstanceRecord, demand: Demand): void {
    const { orchestration, output, history } = instance;
    const { status } = orchestration;
    const script = scriptOf(instance);
    const mayLose = mayLoseChildren(id);
    const text = () => `${id} is ${status}, ${output}`;
    switch (status) {
      case "completed": {
        const isRight = script !== undefined && isExpected(script, output, mayLose);
        demand(isRight && script.ending === "completes", "An orchestration does its script", text);
        return;
      }
      case "failed":
        demand(
          mayLose || script?.ending === "fails",
          "An orchestration fails only when its script does",
          () => `${text()}, ${JSON.stringify(history.at(-1))}`,
        );
        return;
      case "terminated":
        demand(mayBeEnded(id), "Only who is terminated is terminated", text);
        return;
      default:
        demand(false, "Every orchestration ends", text);
    }
  }

  return {
    started: (id) => started.add(id),
    isStarted: (id) => started.has(id),
    mayBeGone,
    tamper(id, how) {
      tampered.set(id, (tampered.get(id) ?? new Set()).add(how));
      for (const other of ancestorsOf(id)) above.add(other);
      const parent = parentOf(id);
      if (parent !== undefined) parents.set(id, parent);
    },
    revive(id) {
      revivalCount += 1;
      revived.add(id);
    },
    get revivalCount() {
      return revivalCount;
    },
    mustEnd: (id, count) =>
      ending.set(id, {
        revivalCount: count,
        endCount: record.instances.get(id)?.endCount ?? 0,
      }),
    raised: (id, name) => events.add(`${id} ${name}`),
    hasEvent: (id, name) =>
      events.has(`${id} ${name}`) &&
      [id, ...ancestorsOf(id)].every((other) => !tampered.has(other) && !revived.has(other)),
    checkEnds(demand) {
      for (const [id, { orchestration, endCount }] of record.instances) {
        if (isTerminal(orchestration.status)) continue;
        const isTheSame = ending.get(id)?.endCount === endCount;
        const isAskedToEnd = isTheSame && ending.get(id)?.revivalCount === revivalCount;
        demand(!isAskedToEnd, "Who is terminated ends", () => id);
        const parent = orchestration.parent?.orchestrationInstance;
        const above = record.instances.get(parent?.instanceId ?? "");
        const isOfThat = above?.orchestration.executionId === parent?.executionId;
        const isLeftOver = isOfThat && above !== undefined && endedChildren(above);
        const mayGoOn = tampered.has(id) || revived.has(id);
        demand(!isLeftOver || mayGoOn, "Children end with their parent", () => id);
      }
    },
    check(roots, demand) {
      for (const id of roots) {
        const isThere = record.instances.has(id) || mayBeGone(id);
        demand(isThere || !started.has(id), "Nothing acknowledged is lost", () => id);
      }
      for (const [id, instance] of record.instances) {
        checkInstance(id, instance, demand);
        for (const launched of launchedBy(instance)) {
          const isThere = record.instances.has(launched) || mayBeGone(launched);
          demand(isThere, "What an entity has started is there", () => launched);
        }
      }
    },
  };
}

export function scriptOf({ history }: Pick<InstanceRecord, "history">): Script | undefined {
  for (const { eventType: body } of history) {
    if (body?.$case === "executionStarted") return parseInput(body.value.input).script;
  }
  return undefined;
}

/** Those that entities have started for it: it has sent them their event. */
function launchedBy({ history }: InstanceRecord): readonly string[] {
  const names = awaitedEvents(launchedScript);
  return history.flatMap(({ eventType: body }) =>
    body?.$case === "eventSent" && names.includes(body.value.name) ? [body.value.instanceId] : [],
  );
}

/** Whether it was terminated with all below it. */
function endedChildren({ orchestration, history }: InstanceRecord): boolean {
  // The first termination is the one that ends it.
  const bodies = history.map(({ eventType }) => eventType);
  const termination = bodies.find((body) => body?.$case === "executionTerminated");
  const isRecursive = termination?.$case === "executionTerminated" && termination.value.recurse;
  return orchestration.status === "terminated" && isRecursive;
}
