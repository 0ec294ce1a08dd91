import type { Mutation } from "./mutation.ts";

export const hubsMutations: readonly Mutation[] = [
  {
    rule: "a removed hub's name is free once the store has begun to remove it",
    file: "emulator/hubs.ts",
    source: "Promise.resolve(leaving.get(key))",
    replacement: "Promise.resolve()",
  },
  {
    rule: "what a hub has decided is stored before the hub is removed",
    file: "emulator/hubs.ts",
    source: "ports.committer.settled().then(() => ({",
    replacement: "Promise.resolve().then(() => ({",
  },
  {
    rule: "a hub that is being removed decides nothing more",
    file: "emulator/hubs.ts",
    source: "hub.close();\n      // What",
    replacement: "// What",
  },
];
