import type { Hub } from "../../hub.ts";
import type { InstanceView, Reader } from "../../store/reader.ts";
import type { RetentionRule } from "./retention-rule.ts";

export interface SweepPorts {
  readonly reader: Reader;
  /** Resolves once everything decided so far is durable, so that the reader sees it. */
  readonly committed: () => Promise<void>;
  readonly now: () => number;
  readonly isStopped: () => boolean;
}

/** So many are found at once, and so many purged together: work for people comes in between. */
const pageLength = 500;
const batchLength = 50;

/**
 * Purges what a rule no longer keeps. Everything that ended before `from` was dealt with by an
 * earlier sweep. Answers from when the next one has to look: what ended first of what is kept, or
 * now when nothing is.
 */
export async function sweep(
  hub: Hub,
  rule: RetentionRule,
  from: number,
  ports: SweepPorts,
): Promise<number> {
  let reached = from;
  while (!ports.isStopped()) {
    const now = ports.now();
    const keptFrom = now - rule.periodMillis;
    await ports.committed();
    const page = await endedSince(ports.reader, hub.name, rule, reached);
    const due = page.filter((view) => endOf(view) <= keptFrom);
    const count = await purge(hub, due, keptFrom);
    const kept = page.find((view) => endOf(view) > keptFrom);
    if (kept !== undefined) return endOf(kept);
    if (page.length < pageLength) return now;
    const last = page.at(-1);
    // What could not be purged is running again; it must not be found again and again.
    reached = last === undefined || count === 0 ? reached + 1 : endOf(last);
  }
  return reached;
}

function endedSince(
  reader: Reader,
  hub: string,
  { statuses }: RetentionRule,
  from: number,
): Promise<readonly InstanceView[]> {
  return reader.instances(hub, {
    filter: { statuses, completed: { from } },
    orderBy: "completedAt",
    direction: "ascending",
    limit: pageLength,
    withPayloads: false,
  });
}

async function purge(hub: Hub, due: readonly InstanceView[], endedBy: number): Promise<number> {
  let count = 0;
  for (let start = 0; start < due.length; start += batchLength) {
    const batch = due.slice(start, start + batchLength);
    const purged = await Promise.all(
      batch.map(({ orchestration }) =>
        hub.execute(orchestration.instanceId, { type: "purge", endedBy }),
      ),
    );
    count += purged.filter(({ ok }) => ok).length;
  }
  return count;
}

function endOf({ orchestration }: InstanceView): number {
  return orchestration.completedAt ?? 0;
}
