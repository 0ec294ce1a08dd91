import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events.js";
import type { OpType } from "@pulumi/pulumi/automation/stack.js";
import { resourceOf } from "./planned-changes.ts";

/** Says what a deployment is doing, as it does it. */
export interface Progress {
  readonly onEvent: (event: EngineEvent) => void;
  /** What Pulumi said went wrong, each text once. */
  readonly errors: () => readonly string[];
  stop(): void;
}

const verbs: Partial<Record<OpType, readonly [doing: string, done: string]>> = {
  create: ["creating", "created"],
  "create-replacement": ["creating anew", "created anew"],
  update: ["updating", "updated"],
  delete: ["deleting", "deleted"],
  "delete-replaced": ["deleting the old", "deleted the old"],
  import: ["importing", "imported"],
};

/** A scheduler takes minutes: whoever waits hears this often that it still goes on. */
const reminderMillis = 15_000;

export function createProgress(say: (line: string) => void, now: () => number): Progress {
  const started = new Map<string, { readonly metadata: StepEventMetadata; readonly at: number }>();
  const errors = new Set<string>();
  const seconds = (at: number) => `${((now() - at) / 1_000).toFixed(1)} s`;
  const reminder = setInterval(() => {
    for (const { metadata, at } of started.values()) {
      if (now() - at >= reminderMillis) say(`  still ${textOf(metadata, 0)} (${seconds(at)})`);
    }
  }, reminderMillis);
  const end = (metadata: StepEventMetadata, tell: (at: number) => string) => {
    const begun = started.get(keyOf(metadata));
    started.delete(keyOf(metadata));
    if (begun !== undefined) say(tell(begun.at));
  };
  return {
    onEvent({ resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent }) {
      if (resourcePreEvent !== undefined && isTold(resourcePreEvent.metadata)) {
        const { metadata } = resourcePreEvent;
        started.set(keyOf(metadata), { metadata, at: now() });
      }
      if (resOutputsEvent !== undefined) {
        const { metadata } = resOutputsEvent;
        end(metadata, (at) => `  ${textOf(metadata, 1)} (${seconds(at)})`);
      }
      if (resOpFailedEvent !== undefined) {
        const { metadata } = resOpFailedEvent;
        end(metadata, (at) => `  FAILED ${textOf(metadata, 0)} (${seconds(at)})`);
      }
      if (diagnosticEvent?.severity === "error") errors.add(plainText(diagnosticEvent.message));
    },
    errors: () => [...errors],
    stop: () => clearInterval(reminder),
  };
}

function isTold({ op, type, new: now, old }: StepEventMetadata): boolean {
  return verbs[op] !== undefined && (now ?? old)?.custom === true && !type.startsWith("pulumi:");
}

function keyOf({ op, urn }: StepEventMetadata): string {
  return `${op} ${urn}`;
}

function textOf(metadata: StepEventMetadata, tense: 0 | 1): string {
  const { type, name } = resourceOf(metadata);
  return `${verbs[metadata.op]?.[tense] ?? metadata.op} ${type} ${name}`;
}

/** Pulumi marks colours as `<{%red%}>`. */
export function plainText(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}
