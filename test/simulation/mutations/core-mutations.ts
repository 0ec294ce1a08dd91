import type { Mutation } from "./mutation.ts";

export const coreMutations: readonly Mutation[] = [
  {
    rule: "a turn is answered with the token of its lease",
    file: "emulator/core/complete-turn.ts",
    source: "if (lease?.token !== command.token) {",
    replacement: "if (lease === undefined) {",
  },
  {
    rule: "a turn that is out is not handed out again",
    file: "emulator/core/turn.ts",
    source: "    state.lease === undefined &&\n",
    replacement: "",
  },
  {
    rule: "what is meant for one execution reaches no other",
    file: "emulator/core/deliver.ts",
    source:
      "if (message.executionId !== undefined && message.executionId !== executionId) return true;",
    replacement: "",
  },
  {
    rule: "a child reports its end once",
    file: "emulator/core/deliver.ts",
    source: "return !state.children.some(",
    replacement: "return state.children.length < 0 && state.children.some(",
  },
  {
    rule: "what waits for a scheduled start comes after it",
    file: "emulator/core/deliver.ts",
    source: "const isInOrder = hasBegun(state) && last < message.sequence;",
    replacement: "const isInOrder = last < message.sequence;",
  },
  {
    rule: "what others have overtaken comes after them",
    file: "emulator/core/deliver.ts",
    source: "const isInOrder = hasBegun(state) && last < message.sequence;",
    replacement: "const isInOrder = hasBegun(state);",
  },
  {
    rule: "locks are given back when their owner ends",
    file: "emulator/core/finish.ts",
    source: "...releaseLocks(orchestration, stamp),\n    ],\n  };",
    replacement: "],\n  };",
  },
  {
    rule: "locks are given back when their owner continues as new",
    file: "emulator/core/continue-as-new.ts",
    source: "messages: releaseLocks(orchestration, stamp),",
    replacement: "messages: [],",
  },
  {
    rule: "children end with a parent that is terminated with them",
    file: "emulator/core/finish.ts",
    source: "...(ending.endsChildren ? endChildren(state, ending, stamp) : []),",
    replacement: "",
  },
  {
    rule: "the parent hears of the end",
    file: "emulator/core/finish.ts",
    source: "...(ending.isReported ? [] : notifyParent(orchestration, ending, stamp)),",
    replacement: "",
  },
  {
    rule: "a timer fires at its time",
    file: "emulator/core/action-effect.ts",
    source: "Math.max(fireAt === undefined ? 0 : millisOf(fireAt), stamp.now)",
    replacement: "stamp.now",
  },
  {
    rule: "a scheduled start begins at its time",
    file: "emulator/core/start.ts",
    source: "const visibleAt = Math.max(due, stamp.now);",
    replacement: "const visibleAt = Math.max(0 * due, stamp.now);",
  },
  {
    rule: "what an entity starts begins",
    file: "emulator/core/complete-batch.ts",
    source: 'return [send(id, { $case: "executionStarted", value }, stamp)];',
    replacement: "return [];",
  },
  {
    rule: "an activity's outcome goes to the execution that asked for it",
    file: "emulator/core/complete-task.ts",
    source: "[post({ target, executionId, event }, stamp)],",
    replacement: "[post({ target, event }, stamp)],",
  },
  {
    rule: "an answered activity is forgotten",
    file: "emulator/core/complete-task.ts",
    source: '[{ type: "task-removed", sequence: task.sequence }],',
    replacement: "[],",
  },
  {
    rule: "a locked entity runs its owner's calls only",
    file: "emulator/core/entity-queue.ts",
    source: "if (entity.lock !== undefined) {",
    replacement: "if (entity.lock === null) {",
  },
  {
    rule: "a locked entity is not locked again",
    file: "emulator/core/entity-queue.ts",
    source: "request && state.entity.lock === undefined && state.lease",
    replacement: "request && state.lease",
  },
  {
    rule: "operations that a batch has not executed stay queued",
    file: "emulator/core/complete-batch.ts",
    source: "state.lease.sequences.slice(0, command.results.length)",
    replacement: "state.lease.sequences",
  },
  {
    rule: "messages that a turn has not consumed stay in the inbox",
    file: "emulator/core/complete-turn.ts",
    source: "const sequences = state.inbox.slice(0, consumed).map(",
    replacement: "const sequences = state.inbox.map(",
  },
  {
    rule: "a rewind does again what was under way",
    file: "emulator/core/rewound.ts",
    source: "...effects.flatMap((effect) => effect.changes),",
    replacement: "",
  },
];
