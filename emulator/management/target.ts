import type { Context } from "hono";
import { type ApiVersion, providerVersion } from "./api-version.ts";
import { ArmError } from "./arm-error.ts";
import { hubOrSchedulerName, type Kind, type NameRule } from "./kinds/kind.ts";
import { groupId, schedulerId } from "./resource.ts";

/** What a request is about. */
export interface Target {
  readonly version: ApiVersion;
  readonly id: string;
  readonly name: string;
  readonly subscription: string;
  readonly groupId: string;
  /** Undefined for a scheduler itself. */
  readonly schedulerId: string | undefined;
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const groupName: NameRule = {
  pattern: /^[\w.()-]{0,89}[\w()-]$/,
  text: "1 to 90 letters, digits, '_', '-', '.', '(' and ')', with no '.' at the end",
};

/** @throws ArmError when the path has no subscription. */
export function subscriptionOf(context: Context): string {
  const subscription = context.req.param("subscription") ?? "";
  if (guid.test(subscription)) return subscription;
  throw new ArmError(
    400,
    "InvalidSubscriptionId",
    `The provided subscription identifier '${subscription}' is malformed or invalid; ` +
      "use a GUID, any one.",
  );
}

/** @throws ArmError when the path has no group's name. */
export function groupIdOf(context: Context): string {
  const group = context.req.param("group") ?? "";
  return groupId(subscriptionOf(context), checkedName(group, "resource group", groupName));
}

/** @throws ArmError when the version, the subscription or a name cannot be used. */
export function schedulerTarget(context: Context, kind: Kind): Target {
  const version = versionOf(context, shortType(kind), kind.since);
  const subscription = subscriptionOf(context);
  const group = groupIdOf(context);
  const name = checkedName(context.req.param("scheduler") ?? "", "scheduler", hubOrSchedulerName);
  const id = schedulerId(subscription, context.req.param("group") ?? "", name);
  return { version, id, name, subscription, groupId: group, schedulerId: undefined };
}

/** @throws ArmError when the type does not exist in the version that the request names. */
export function versionOf(context: Context, type: string, since: ApiVersion): ApiVersion {
  return providerVersion(context.req.query("api-version"), type, since);
}

/** The same for what is below a scheduler; its name is the path's last. */
export function childTarget(context: Context, kind: Kind): Target {
  const above = schedulerTarget(context, kind);
  const name = checkedName(context.req.param("name") ?? "", kind.type, kind.name);
  const id = `${above.id}/${kind.kind}/${name}`;
  return { ...above, id, name, schedulerId: above.id };
}

export function shortType({ type }: Kind): string {
  return type.replace(/^[^/]+\//, "");
}

function checkedName(name: string, what: string, { pattern, text }: NameRule): string {
  if (pattern.test(name)) return name;
  throw new ArmError(
    400,
    "InvalidResourceName",
    `The name '${name}' of a ${what} is invalid; use ${text}.`,
  );
}
