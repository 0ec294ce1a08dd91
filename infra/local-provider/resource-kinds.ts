import { durableTaskKinds } from "./kinds/durable-task.ts";
import { hostKinds } from "./kinds/hosts.ts";
import { identityKinds } from "./kinds/identity.ts";
import { monitoringKinds } from "./kinds/monitoring.ts";
import { networkKinds } from "./kinds/network.ts";
import type { ResourceKind } from "./resource-kind.ts";

const kinds: Readonly<Record<string, ResourceKind>> = {
  ...durableTaskKinds,
  ...identityKinds,
  ...hostKinds,
  ...networkKinds,
  ...monitoringKinds,
};

/**
 * The kind with this type token, such as `azure-native:durabletask:Scheduler`. One that is not
 * in the tables is kept too, under a made-up id and without outputs of its own.
 */
export function resourceKind(token: string): ResourceKind {
  return kinds[token] ?? otherKind(token);
}

function otherKind(token: string): ResourceKind {
  const [, module = "", kind = ""] = token.split(":");
  return { path: `/providers/Local.${module}/${kind}/{name}` };
}
