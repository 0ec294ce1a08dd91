import fc from "fast-check";
import type { StoredChange } from "../../emulator/core/change.ts";
import type { FailureDetails } from "../../emulator/core/history-event.ts";
import { statuses } from "../../emulator/core/status.ts";
import type { Write } from "../../emulator/store/port.ts";
import { event, message, orchestration, task } from "./records.ts";

/** What one step may do; `scriptOf` makes it valid where it stands. */
export type Step = (ids: Ids) => readonly StoredChange[];

/** What a step needs to know of the steps before it. */
interface Ids {
  readonly instanceId: string;
  readonly next: () => number;
  /** A sequence used before in this hub, or one that nobody used. */
  readonly used: (choice: number) => number;
}

// Few and awkward, so that they meet: wildcards, quotes, cases, beyond ASCII, a prefix of another.
export const text = fc.constantFrom("", "a", "A", "ab", "%", "_", "'", '"', "\\", "é", "É", "🐙");
export const instanceIds = ["a", "A", "ab", "a_1", "é", "🐙%"] as const;
export const entityIds = ["@counter@a", "@counter@A@b", "@é_%@", "@cart@"] as const;
const optionalText = fc.option(text, { nil: undefined });
const millis = fc.integer({ min: 1, max: 5 });
const optionalMillis = fc.option(millis, { nil: undefined });

const failure: fc.Arbitrary<FailureDetails> = fc.letrec<{ failure: FailureDetails }>((tie) => ({
  failure: fc.record({
    errorType: text,
    errorMessage: text,
    stackTrace: optionalText,
    innerFailure: fc.option(tie("failure"), { nil: undefined, maxDepth: 2 }),
    isNonRetriable: fc.boolean(),
    properties: fc.dictionary(fc.constantFrom("k", "é"), fc.constantFrom("", 1, null, [true])),
  }),
})).failure;

const orchestrationSaved = fc
  .record({
    executionId: text,
    name: text,
    version: optionalText,
    tags: fc.dictionary(fc.constantFrom("team", "%"), text),
    status: fc.constantFrom(...statuses),
    createdAt: millis,
    lastUpdatedAt: millis,
    completedAt: optionalMillis,
    scheduledStart: fc.option(fc.record({ seconds: millis, nanos: millis }), { nil: undefined }),
    parent: fc.option(
      fc.record({
        taskScheduledId: millis,
        name: optionalText,
        version: optionalText,
        orchestrationInstance: fc.option(
          fc.record({ instanceId: fc.constantFrom(...instanceIds), executionId: optionalText }),
          { nil: undefined },
        ),
      }),
      { nil: undefined },
    ),
    historyLength: millis,
  })
  .map(
    (more): Step =>
      ({ instanceId }) => [
        { type: "orchestration-saved", orchestration: orchestration(instanceId, more) },
      ],
  );

const payloadSaved = fc
  .oneof(
    fc.record({ field: fc.constantFrom("input", "output", "customStatus"), value: optionalText }),
    fc.record({ field: fc.constant("failure"), value: fc.option(failure, { nil: undefined }) }),
  )
  .map(
    (saved): Step =>
      () => [{ type: "payload-saved", ...saved } as StoredChange],
  );

const historyAppended = fc.array(fc.tuple(text, optionalText), { minLength: 1, maxLength: 3 }).map(
  (names): Step =>
    () => [{ type: "history-appended", events: names.map(([name, input]) => event(name, input)) }],
);

const messageMoved = fc
  .record({
    type: fc.constantFrom("message-sent", "message-received"),
    executionId: optionalText,
    visibleAt: millis,
    arrives: fc.boolean(),
  })
  .map(
    ({ type, executionId, visibleAt, arrives }): Step =>
      ({ instanceId, next }) => {
        const moved = message(next(), instanceId, { executionId, visibleAt });
        return [
          { type, message: moved },
          ...(arrives ? [{ type: "message-received", message: moved } as const] : []),
        ];
      },
  );

const child = fc
  .record({ taskScheduledId: millis, instanceId: fc.constantFrom(...instanceIds) })
  .map(
    (started): Step =>
      () => [{ type: "child-started", child: started }],
  );

const plain: readonly Step[] = [
  () => [{ type: "history-cleared" }],
  () => [{ type: "instance-removed" }],
  ({ instanceId, next }) => [{ type: "task-scheduled", task: task(next(), instanceId) }],
];

const orchestrationStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: orchestrationSaved },
  { weight: 2, arbitrary: payloadSaved },
  { weight: 2, arbitrary: historyAppended },
  { weight: 4, arbitrary: messageMoved },
  child,
  fc.constantFrom(...plain),
  millis.map(
    (taskScheduledId): Step =>
      () => [{ type: "child-ended", taskScheduledId }],
  ),
  text.map(
    (executionId): Step =>
      () => [{ type: "execution-ended", executionId }],
  ),
  fc.nat(9).map(
    (choice): Step =>
      ({ used }) => [{ type: "messages-removed", sequences: [used(choice), used(choice + 1)] }],
  ),
  fc.nat(9).map(
    (choice): Step =>
      ({ used }) => [{ type: "task-removed", sequence: used(choice) }],
  ),
);

const entitySaved = fc
  .record({
    executionId: text,
    state: optionalText,
    lastModifiedAt: millis,
    lock: fc.option(fc.record({ owner: text, criticalSectionId: text }), { nil: undefined }),
  })
  .map(
    (entity): Step =>
      ({ instanceId }) => [{ type: "entity-saved", entity: { instanceId, ...entity } }],
  );

const entityStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: entitySaved },
  { weight: 3, arbitrary: messageMoved },
  fc.constant<Step>(() => [{ type: "entity-removed" }]),
);

const target = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...instanceIds), orchestrationStep) },
  fc.tuple(fc.constantFrom(...entityIds), entityStep),
);

/** Groups of steps, each aimed at one instance or entity of the hub at that place. */
export const arbitraryGroups = fc.array(
  fc.array(fc.tuple(fc.nat(1), target), { minLength: 1, maxLength: 6 }),
  { minLength: 1, maxLength: 12 },
);

/** Numbers messages and tasks from `next`, and saves an orchestration before its parts. */
export function scriptOf(
  groups: typeof arbitraryGroups extends fc.Arbitrary<infer Groups> ? Groups : never,
  hubs: readonly string[],
  next: () => number,
): Write[][] {
  const saved = new Set<string>();
  const used = new Map<string, number[]>();

  function writes(hub: string, instanceId: string, step: Step): Write[] {
    const mine = used.get(hub) ?? [];
    used.set(hub, mine);
    const changes = step({
      instanceId,
      next: () => {
        mine.push(next());
        return mine.at(-1) ?? 0;
      },
      used: (choice) => mine[choice] ?? 0,
    });
    return changes.flatMap((change) => {
      const before = needsInstance(change) && !saved.has(hub + instanceId);
      if (before || change.type === "orchestration-saved") saved.add(hub + instanceId);
      if (change.type === "instance-removed") saved.delete(hub + instanceId);
      const first = { type: "orchestration-saved", orchestration: orchestration(instanceId) };
      return [...(before ? [first as StoredChange] : []), change].map((one) => ({
        hub,
        instanceId,
        change: one,
      }));
    });
  }

  return groups.map((group) =>
    group.flatMap(([hub, [instanceId, step]]) => writes(hubs[hub] ?? "", instanceId, step)),
  );
}

function needsInstance(change: StoredChange): boolean {
  return change.type === "payload-saved" || change.type === "history-appended";
}
