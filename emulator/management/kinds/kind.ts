import type { JsonRecord } from "../../rest/json-record.ts";
import type { ApiVersion } from "../api-version.ts";
import type { Fault } from "../arm-error.ts";
import type { Members } from "../members.ts";
import type { Content, Resource, ResourceKind } from "../resource.ts";

/** One kind of resource of the provider: its rules as data, its checks as pure functions. */
export interface Kind {
  /** The word of its path. */
  readonly kind: Exclude<ResourceKind, "resourceGroups">;
  /** As Azure Resource Manager names the type. */
  readonly type: string;
  readonly since: ApiVersion;
  readonly name: NameRule;
  readonly members: Members;
  readonly canPatch: boolean;
  /** Checks what a request says, adds every fault to the list, and fills in what it leaves out. */
  readonly check: (body: JsonRecord, context: CheckContext) => Content;
  /** The properties that an answer shows. */
  readonly properties: (resource: Resource, context: ViewContext) => JsonRecord;
}

export interface NameRule {
  readonly pattern: RegExp;
  readonly text: string;
}

export interface CheckContext {
  readonly faults: Fault[];
  /** The resource as it is; undefined when it is to be created. */
  readonly previous: Resource | undefined;
  /** The scheduler it belongs to; undefined for a scheduler. */
  readonly scheduler: Resource | undefined;
}

export interface ViewContext {
  /** Where the SDKs connect, `http://127.0.0.1:8080`. */
  readonly grpc: string;
  readonly dashboard: string;
  readonly tenantId: string;
  /** The private endpoint connections of a scheduler, as they are shown. */
  readonly connections: (scheduler: Resource) => readonly object[];
}

export const hubOrSchedulerName: NameRule = {
  pattern: /^[a-zA-Z0-9-]{3,64}$/,
  text: "3 to 64 letters, digits and hyphens",
};

export const onlyDefault: NameRule = { pattern: /^default$/i, text: "'default' and nothing else" };
