import type { JsonRecord } from "../rest/json-record.ts";

export const namespace = "Microsoft.DurableTask";

/** What can be created, by the word of its path. */
export type ResourceKind =
  | "resourceGroups"
  | "schedulers"
  | "taskHubs"
  | "retentionPolicies"
  | "privateEndpointConnections"
  | "transparentDataEncryptions";

export type ProvisioningState = "Provisioning" | "Updating" | "Deleting" | "Succeeded" | "Failed";

/** What a request says of a resource, checked and complete. */
export interface Content {
  /** Of schedulers and resource groups: a region, in lower case without spaces. */
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly identity?: JsonRecord;
  readonly properties: JsonRecord;
}

export interface Resource extends Content {
  /** The whole path, spelt as it was when the resource was created. */
  readonly id: string;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly state: ProvisioningState;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export function isBusy({ state }: Resource): boolean {
  return state !== "Succeeded" && state !== "Failed";
}

export function groupId(subscription: string, group: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}`;
}

export function schedulerId(subscription: string, group: string, scheduler: string): string {
  return `${groupId(subscription, group)}/providers/${namespace}/schedulers/${scheduler}`;
}

/** The first `count` pairs of a path: 1 is the subscription, 2 the group, 4 the scheduler. */
export function ancestorId(id: string, count: number): string {
  return id
    .split("/")
    .slice(0, 1 + 2 * count)
    .join("/");
}
