import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import type { OpenedStack } from "./open-stack.ts";
import {
  changesText,
  lostWithData,
  type PlannedChange,
  plannedChanges,
} from "./planned-changes.ts";
import { plainText } from "./progress.ts";
import { pulumiFailure } from "./pulumi-failure.ts";

type OnEvent = (event: EngineEvent) => void;

/** Says what a deployment would change. */
export async function previewUp(
  { stack, emulatorHost }: OpenedStack,
  refresh: boolean,
): Promise<readonly PlannedChange[]> {
  const target = emulatorHost === undefined ? "Azure" : `the emulator at ${emulatorHost}`;
  console.log(`Looking at what ${stack.name} would change on ${target} …`);
  const planned = await changesOf(`The preview of ${stack.name}`, (onEvent) =>
    stack.preview({ refresh, onEvent }),
  );
  console.log(planned.length === 0 ? "Nothing to change." : `\n${changesText(planned)}\n`);
  warnOfLoss(planned);
  return planned;
}

/** Says what would be deleted. */
export async function previewDestroy({ stack }: OpenedStack): Promise<readonly PlannedChange[]> {
  const planned = await changesOf(`Looking at what ${stack.name} has deployed`, (onEvent) =>
    stack.previewDestroy({ onEvent }),
  );
  console.log(planned.length === 0 ? "Nothing to delete." : `\n${changesText(planned)}\n`);
  warnOfLoss(planned);
  return planned;
}

async function changesOf(
  task: string,
  preview: (onEvent: OnEvent) => Promise<unknown>,
): Promise<readonly PlannedChange[]> {
  const events: EngineEvent[] = [];
  try {
    await preview((event) => events.push(event));
  } catch (error) {
    throw pulumiFailure(task, error, errorsIn(events));
  }
  return plannedChanges(events);
}

function errorsIn(events: readonly EngineEvent[]): readonly string[] {
  const texts = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [plainText(diagnosticEvent.message)] : [],
  );
  return [...new Set(texts)];
}

function warnOfLoss(planned: readonly PlannedChange[]): void {
  const lost = lostWithData(planned).map(({ type, name }) => `${type} ${name}`);
  if (lost.length > 0) console.log(`All orchestrations in them are lost: ${lost.join(", ")}.\n`);
}
