import { durableTaskKinds } from "./durable-task-kinds.ts";
import { hostKinds } from "./host-kinds.ts";
import { neighbourKinds } from "./neighbour-kinds.ts";
import type { ResourceKind } from "./resource-kind.ts";
import { surroundingKinds } from "./surrounding-kinds.ts";

const kinds: Readonly<Record<string, ResourceKind>> = {
  ...durableTaskKinds,
  ...hostKinds,
  ...surroundingKinds,
  ...neighbourKinds,
};

/** The kind with this type token, such as `azure-native:durabletask:Scheduler`. */
export function resourceKind(token: string): ResourceKind {
  const kind = kinds[token];
  if (kind === undefined) throw new Error(`the stand-in does not know ${token}`);
  return kind;
}
