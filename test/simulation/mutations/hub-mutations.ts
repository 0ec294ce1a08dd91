import type { Mutation } from "./mutation.ts";

export const hubMutations: readonly Mutation[] = [
  {
    rule: "a command is answered once its decision is stored",
    file: "emulator/hub.ts",
    source:
      "return settled(await instances.with(instanceId, (instance) => apply(instance, command)));",
    replacement: "return instances.with(instanceId, (instance) => apply(instance, command));",
  },
  {
    rule: "an activity's answer is acknowledged once it is stored",
    file: "emulator/hub.ts",
    source:
      'for (const message of messages) route(message);\n      await committer.settled("may-wait");',
    replacement: "for (const message of messages) route(message);",
  },
  {
    rule: "an event is acknowledged once it is stored",
    file: "emulator/hub.ts",
    source: "else route({ ...message, visibleAt });\n      await committer.settled();",
    replacement: "else route({ ...message, visibleAt });",
  },
  {
    rule: "what a closed hub decides is not stored",
    file: "emulator/hub.ts",
    source: "if (closing.signal.aborted) return;\n    const { instanceId, state } = instance;",
    replacement: "const { instanceId, state } = instance;",
  },
  {
    rule: "a closed hub sends nothing",
    file: "emulator/hub.ts",
    source: "if (!closing.signal.aborted) committer.add([one], () => {}, haste);",
    replacement: "committer.add([one], () => {}, haste);",
  },
  {
    rule: "a state is read once it is stored",
    file: "emulator/hub.ts",
    source: "return settled(await instances.with(instanceId, (instance) => instance.state));",
    replacement: "return instances.with(instanceId, (instance) => instance.state);",
  },
  {
    rule: "who waits is told what is stored",
    file: "emulator/hub.ts",
    source: "    foretell(instance);\n",
    replacement: "    foretell(instance);\n    waiters.tell(instanceId, state);\n",
  },
  {
    rule: "an activity is handed out once it is stored",
    file: "emulator/hub.ts",
    source: "    foretell(instance);\n",
    replacement: "    foretell(instance);\n    tell(instanceId, state, changes);\n",
  },
  {
    rule: "a message whose target is not in memory is stored as being on its way",
    file: "emulator/hub.ts",
    source:
      "write({ hub: name, instanceId: message.target, " +
      'change: { type: "message-sent", message } });',
    replacement: "",
  },
  {
    rule: "what is read of the messages on their way includes those being stored",
    file: "emulator/hub.ts",
    source: "committer.settled().then(() => store.messagesOnTheirWay(name, after, limit)),",
    replacement: "store.messagesOnTheirWay(name, after, limit),",
  },
  {
    rule: "an operation is handed out once it is stored",
    file: "emulator/hand-out.ts",
    source: ".filter(({ sequence }) => sequence <= last);",
    replacement: ".filter(({ sequence }) => sequence <= last + Infinity);",
  },
  {
    rule: "operations run on a state that is stored",
    file: "emulator/hand-out.ts",
    source: "state.entity !== stored?.entity",
    replacement: "stored === undefined",
  },
  {
    rule: "a group is told of once it is durable",
    file: "emulator/committer.ts",
    source: "done.then(() => finish(number, current), onFailure);",
    replacement:
      "for (const tell of current.tells.splice(0)) tell();\n" +
      "    done.then(() => finish(number, current), onFailure);",
  },
  {
    rule: "nothing is told after a commit that has failed",
    file: "emulator/committer.ts",
    source: "done.then(() => finish(number, current), onFailure);",
    replacement:
      "done.then(() => finish(number, current), (error) => " +
      "{ onFailure(error); finish(number, current); });",
  },
  {
    rule: "a commit that has failed is not tried again",
    file: "emulator/committer.ts",
    source: "? store.commit(writes) :",
    replacement: "? store.commit(writes).catch(() => store.commit(writes)) :",
  },
  {
    rule: "settled means that all before is durable",
    file: "emulator/committer.ts",
    source: "if (!isBusy && group.tells.length === 0) return Promise.resolve();",
    replacement: "if (group.writes.length === 0) return Promise.resolve();",
  },
  {
    rule: "an unanswered lease ends and its work is handed out again",
    file: "emulator/leases.ts",
    source: "if (end(lease.token) !== undefined) expire(lease);",
    replacement: "end(lease.token);",
  },
  {
    rule: "an answered lease has ended",
    file: "emulator/leases.ts",
    source: "leases.delete(token);\n    counts[held.lease.work.type] -= 1;",
    replacement: "",
  },
  {
    rule: "work that comes back is handed out again",
    file: "emulator/dispatcher.ts",
    source: "handBack(lease.token, lease.work);\n    pump();",
    replacement: "pump();",
  },
  {
    rule: "work that is given back is handed out again",
    file: "emulator/pauses.ts",
    source: "if (isOver) onOver();",
    replacement: "",
  },
  {
    rule: "an answer makes room for more work",
    file: "emulator/dispatcher.ts",
    source: "letGo(lease);\n      pump();\n      return lease.work",
    replacement: "sessions.forget(token);\n      pump();\n      return lease.work",
  },
  {
    rule: "what waits in the store is handed out after a restart",
    file: "emulator/dispatcher.ts",
    source: "for (const task of backlog.tasks) tasks.add(task.sequence, task);",
    replacement: "",
  },
  {
    rule: "no delayed message is early",
    file: "emulator/messages-on-their-way.ts",
    source: "(message) => message.visibleAt > now)",
    replacement: "(message) => message.visibleAt > now + 5)",
  },
  {
    rule: "what arrives while messages are read is delivered, too",
    file: "emulator/messages-on-their-way.ts",
    source: "for (const message of [...messages, ...added]) {",
    replacement: "for (const message of messages) {",
  },
  {
    rule: "an instance stays in memory until its changes are durable",
    file: "emulator/instances.ts",
    source: "group <= source.durable() && ",
    replacement: "",
  },
  {
    rule: "an instance stays in memory while a worker holds its turn",
    file: "emulator/instances.ts",
    source: " && state?.lease === undefined && ",
    replacement: " && ",
  },
  {
    rule: "numbers go on after a restart where they were",
    file: "emulator/stamps.ts",
    source: "let last = await store.lastSequence();",
    replacement: "let last = 0 * (await store.lastSequence());",
  },
  {
    rule: "a chunk of an answer that comes twice counts once",
    file: "emulator/grpc/chunks.ts",
    source: "if (index < count) return undefined;",
    replacement: "",
  },
];
