import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/events.js";
import type { OpType } from "@pulumi/pulumi/automation/stack.js";

/** What Pulumi would do to one resource. */
export interface PlannedChange {
  readonly change: Change;
  /** Without the package, such as `durabletask:Scheduler`. */
  readonly type: string;
  readonly name: string;
  /** The inputs that differ. */
  readonly inputs: readonly string[];
}

export type Change = "create" | "update" | "replace" | "delete" | "import";

// A replacement is three steps; the one that stands for all of them is counted.
const changes: Partial<Record<OpType, Change>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  import: "import",
};

/** What the events of a preview say would change, components left out: they are names only. */
export function plannedChanges(events: readonly EngineEvent[]): readonly PlannedChange[] {
  return events.flatMap(({ resourcePreEvent }) => {
    if (resourcePreEvent === undefined) return [];
    const { metadata } = resourcePreEvent;
    const change = changes[metadata.op];
    if (change === undefined || !isResource(metadata)) return [];
    return [{ change, ...resourceOf(metadata), inputs: metadata.diffs ?? [] }];
  });
}

function isResource(metadata: StepEventMetadata): boolean {
  const isCustom = (metadata.new ?? metadata.old)?.custom === true;
  return isCustom && !metadata.type.startsWith("pulumi:");
}

/** Type and name as people read them. */
export function resourceOf({ type, urn }: { readonly type: string; readonly urn: string }) {
  return { type: type.split(":").slice(1).join(":"), name: urn.split("::").at(-1) ?? "" };
}

const marks: Readonly<Record<Change, string>> = {
  create: "+ create ",
  update: "~ update ",
  replace: "± replace",
  delete: "- delete ",
  import: "= import ",
};

/** One line per change, then how many there are of each. */
export function changesText(planned: readonly PlannedChange[]): string {
  const width = Math.max(...planned.map(({ type }) => type.length));
  const lines = planned.map(({ change, type, name, inputs }) => {
    const detail = change === "create" || inputs.length === 0 ? "" : `  (${inputs.join(", ")})`;
    return `  ${marks[change]}  ${type.padEnd(width)}  ${name}${detail}`;
  });
  const counts = Object.entries(Object.groupBy(planned, ({ change }) => change));
  const sum = counts.map(([change, of = []]) => `${of.length} to ${change}`).join(", ");
  return [...lines, "", `  ${sum}`].join("\n");
}

const withData = /^durabletask:(Scheduler|TaskHub)$/;

/** The schedulers and task hubs that would be lost, with the orchestrations in them. */
export function lostWithData(planned: readonly PlannedChange[]): readonly PlannedChange[] {
  return planned.filter(
    ({ change, type }) => (change === "delete" || change === "replace") && withData.test(type),
  );
}
