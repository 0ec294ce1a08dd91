import type { Clock } from "../../clock.ts";
import type { Hub } from "../../hub.ts";
import type { Plane } from "../plane.ts";
import { ancestorId, type Resource } from "../resource.ts";
import { type RetentionRule, retentionRules } from "./retention-rule.ts";
import { type SweepPorts, sweep } from "./sweep.ts";

export interface RetentionPorts extends Omit<SweepPorts, "now" | "isStopped"> {
  readonly plane: Plane;
  readonly hub: (name: string) => Hub | undefined;
  readonly clock: Clock;
  readonly log: (error: unknown) => void;
}

export interface Retention {
  /** Starts no more purges; resolves once the one under way has ended. */
  stop(): Promise<void>;
}

/** One rule in one hub: from where it looks next, and when. Milliseconds since 1970. */
interface Watch {
  readonly hub: string;
  readonly rule: RetentionRule;
  from: number;
  dueAt: number;
}

/** What ends meanwhile is purged together; the service takes minutes as well. */
const pauseMillis = 60_000;

/**
 * Purges what the retention policies no longer keep. One alarm waits for the first orchestration
 * whose time is up; nothing is looked at before. Without a policy, everything is kept.
 */
export function startRetention(ports: RetentionPorts): Retention {
  const { plane, clock } = ports;
  let watches = new Map<string, Watch>();
  let cancelAlarm = () => {};
  let running: Promise<void> | undefined;
  let isStopped = false;
  const sweepPorts: SweepPorts = { ...ports, now: clock.now, isStopped: () => isStopped };

  function refresh(): void {
    const wanted = watchesOf(plane).map((watch) => [keyOf(watch), watch] as const);
    watches = new Map(wanted.map(([key, watch]) => [key, watches.get(key) ?? watch]));
    arm();
  }

  function arm(): void {
    cancelAlarm();
    const dueAt = [...watches.values()].map((watch) => watch.dueAt);
    if (isStopped || running !== undefined || dueAt.length === 0) return;
    cancelAlarm = clock.wake(Math.min(...dueAt), () => {
      running = sweepDue()
        .catch(ports.log)
        .finally(() => {
          running = undefined;
          arm();
        });
    });
  }

  async function sweepDue(): Promise<void> {
    for (const watch of [...watches.values()]) {
      if (watch.dueAt > clock.now()) continue;
      const hub = ports.hub(watch.hub);
      // Before the work, so that one that fails is not tried again at once.
      watch.dueAt = clock.now() + pauseMillis;
      if (hub !== undefined) watch.from = await sweep(hub, watch.rule, watch.from, sweepPorts);
      watch.dueAt = Math.max(watch.from + watch.rule.periodMillis, clock.now() + pauseMillis);
    }
  }

  plane.onChange(refresh);
  refresh();
  return {
    async stop() {
      isStopped = true;
      cancelAlarm();
      await running;
    },
  };
}

/** Each rule of each policy, for every hub of the policy's scheduler. */
function watchesOf(plane: Plane): Watch[] {
  const isStaying = ({ state }: Resource) => state !== "Deleting";
  const policies = plane.records.all("retentionPolicies").filter(isStaying);
  return policies.flatMap((policy) =>
    plane
      .below(ancestorId(policy.id, 4), "taskHubs")
      .filter(isStaying)
      .flatMap(({ name }) =>
        retentionRules(policy).map((rule) => ({ hub: name, rule, from: 0, dueAt: 0 })),
      ),
  );
}

function keyOf({ hub, rule }: Watch): string {
  return [hub.toLowerCase(), rule.periodMillis, ...rule.statuses].join(" ");
}
