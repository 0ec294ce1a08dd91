import { oversize } from "../core/limits.ts";
import { type Rejection, reject } from "../core/rejection.ts";
import { isTerminal } from "../core/status.ts";
import type { Done, HubCommands } from "../scheduler.ts";
import type { Reader } from "../store/reader.ts";
import { type Fields, fieldsOf, type Shape } from "./fields.ts";
import { isRecord, type JsonRecord, textOf } from "./json-record.ts";
import { noOrchestration } from "./problem.ts";

/** What a history event that a client adds does to the instance with this id. */
export interface Effect {
  /** Whether it is for instances that have ended; there, all others are dropped silently. */
  readonly takesEnded: boolean;
  readonly act: (commands: HubCommands, instanceId: string) => Promise<Done | Rejection>;
}

type Kind = (body: JsonRecord) => Effect | string;

/** Suspensions, resumptions and terminations say why in either field. */
const reasoned = { reason: "text", input: "text" } as const;

const kinds: Readonly<Record<string, Kind>> = {
  executionSuspended: kind(reasoned, ({ reason, input = reason }) =>
    sent((commands, id) => commands.suspend(id, input)),
  ),
  executionResumed: kind(reasoned, ({ reason, input = reason }) =>
    sent((commands, id) => commands.resume(id, input)),
  ),
  executionTerminated: kind(
    { ...reasoned, recurse: "flag" },
    ({ reason, input = reason, recurse = false }) =>
      sent((commands, id) => commands.terminate(id, input, recurse)),
  ),
  executionRewound: kind(reasoned, ({ reason, input = reason }) => ({
    takesEnded: true,
    act: (commands, id) => commands.rewind(id, input),
  })),
  eventRaised: kind({ name: "text", input: "text" }, ({ name = "", input }) =>
    name === ""
      ? "name is needed: which event the orchestrator waits for"
      : sent((commands, id) => commands.raiseEvent(id, name, input)),
  ),
};

function kind<Of extends Shape>(shape: Of, effect: (fields: Fields<Of>) => Effect | string): Kind {
  return (body) => {
    const fields = fieldsOf(body, shape);
    if (typeof fields === "string") return fields;
    const faults = Object.entries(fields).map(([name, value]) => oversize(name, textOf(value)));
    return faults.find((fault) => fault !== undefined) ?? effect(fields);
  };
}

function sent(send: (commands: HubCommands, id: string) => Promise<void>): Effect {
  return {
    takesEnded: false,
    act: async (commands, id) => {
      await send(commands, id);
      return { ok: true };
    },
  };
}

/** The effect of an event in the JSON form of the protocol, or the text of what is wrong. */
export function effectOf(event: unknown): Effect | string {
  if (!isRecord(event)) return "an event is a JSON object";
  const { eventId, timestamp, ...bodies } = event;
  const [name, ...others] = Object.keys(bodies);
  const read = name !== undefined && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const body = name === undefined ? undefined : bodies[name];
  if (name === undefined || others.length > 0 || read === undefined || !isRecord(body)) {
    return `an event is an object with one of ${Object.keys(kinds).join(", ")}`;
  }
  const effect = read(body);
  return typeof effect === "string" ? `${name}: ${effect}` : effect;
}

/** Events for missing and ended instances are dropped silently; a person should be told. */
export async function addEvent(
  reader: Reader,
  commands: HubCommands,
  instanceId: string,
  effect: Effect,
): Promise<Done | Rejection> {
  const view = await reader.instance(commands.name, instanceId);
  if (view === undefined) return reject("not-found", noOrchestration(commands.name, instanceId));
  if (!effect.takesEnded && isTerminal(view.orchestration.status)) {
    return reject("failed-precondition", `Instance '${instanceId}' has already ended.`);
  }
  return effect.act(commands, instanceId);
}
