import type { Mutation } from "./mutation.ts";

/** Rules of the work that a host of Durable Functions computes and keeps. */
export const hostMutations: readonly Mutation[] = [
  {
    rule: "what waits when a session ends is for any worker",
    file: "emulator/sessions.ts",
    source: "if (hasMore) offerAgain(lease.work);",
    replacement: "",
  },
  {
    rule: "a session ends when another execution has begun behind its worker's back",
    file: "emulator/sessions.ts",
    source: "if (kept.executionId !== session.executionId) return end(token);",
    replacement: "",
  },
  {
    rule: "a session goes on with the execution of its answer",
    file: "emulator/grpc/backend/complete-work.ts",
    source: "if (committed.ok) sessions.goOn(token, calls.liveExecution(committed));",
    replacement:
      "if (committed.ok && calls.type === 'turn') sessions.goOn(token, " +
      "(await hub.read(work.instanceId))?.orchestration.executionId);\n" +
      "  else if (committed.ok) sessions.goOn(token, calls.liveExecution(committed));",
  },
  {
    rule: "an answer that is repeated is acknowledged once it is stored",
    file: "emulator/grpc/backend/complete-work.ts",
    source: "const isStored = await (before ?? commitKept(hub, calls, request));",
    replacement:
      "const isStored = before === undefined ? await commitKept(hub, calls, request) : true;",
  },
  {
    rule: "what a worker keeps is handed out to no other",
    file: "emulator/hand-out.ts",
    source: "if (isTaken(instance.instanceId)) return false;",
    replacement: "",
  },
  {
    rule: "a purged entity is another execution",
    file: "emulator/core/decide-entity.ts",
    source: "const gone = { ...entity, executionId, state",
    replacement: "const gone = { ...entity, state",
  },
  {
    rule: "a host's messages are sent",
    file: "emulator/core/commit-turn.ts",
    source: "      ...outgoing(command.messages, orchestration, stamp),\n      ...end.messages,",
    replacement: "      ...end.messages,",
  },
  {
    rule: "a parent that was rewound hears of its child's end",
    file: "emulator/core/outgoing.ts",
    source: "isOutcome(body) ? parentAt(target, sender) : undefined",
    replacement: "undefined as string | undefined",
  },
  {
    rule: "a rewind does again what is open with its input",
    file: "emulator/core/commit-turn.ts",
    source: "{ ...command, history: withInputs(command) }",
    replacement: "command",
  },
  {
    rule: "locks that a host's generation leaves behind are given back",
    file: "emulator/core/commit-turn.ts",
    source: "[...messages, ...releaseLocks(left, stamp)],",
    replacement: "[...messages],",
  },
  {
    rule: "operations that a host has not executed stay queued",
    file: "emulator/core/commit-batch.ts",
    source: "state.lease.sequences.slice(0, Math.max(0, command.operationsExecuted))",
    replacement: "state.lease.sequences.slice()",
  },
  {
    rule: "who waits for a start is told of it once it is stored",
    file: "emulator/hub.ts",
    source: "if (changes.some(isStored)) waiters.tell(instanceId, state);",
    replacement: "waiters.tell(instanceId, state);",
  },
  {
    rule: "a group that waits for its pace is written in the end",
    file: "emulator/committer.ts",
    source: 'if (group.tells.length > 0) join("at-once");',
    replacement: "",
  },
];
