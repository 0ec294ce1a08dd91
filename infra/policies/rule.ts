/** Whether Pulumi warns or stops. A configuration of the pack can say otherwise, rule by rule. */
export type Enforcement = "advisory" | "mandatory";

/** What a program asks Azure for, as the policy engine shows it. */
export type Properties = Readonly<Record<string, unknown>>;

interface Rule {
  readonly name: string;
  /** What must hold, and why. */
  readonly description: string;
  readonly enforcement: Enforcement;
}

/** Something that must hold of every resource of one kind. */
export interface ResourceRule extends Rule {
  /** The type token, such as `azure-native:durabletask:Scheduler`. */
  readonly of: string;
  /** What is wrong and what to do about it; nothing where the rule holds. */
  readonly violations: (properties: Properties) => readonly string[];
}

/** A resource of a whole stack, and those that it needs. */
export interface StackResource {
  readonly type: string;
  readonly urn: string;
  readonly props: Properties;
  readonly dependencies: readonly { readonly urn: string }[];
}

/** Something that must hold of a stack as a whole. */
export interface StackRule extends Rule {
  readonly violations: (resources: readonly StackResource[]) => readonly StackViolation[];
}

export interface StackViolation {
  readonly urn: string;
  /** What is wrong and what to do about it. */
  readonly message: string;
}

/** The record at a path of property names; empty where there is none. */
export function recordAt(properties: Properties, ...path: readonly string[]): Properties {
  return path.reduce<Properties>((record, name) => {
    const value = record[name];
    return isRecord(value) ? value : {};
  }, properties);
}

/** The list under a name; empty where there is none. */
export function listAt(properties: Properties, name: string): readonly unknown[] {
  const value = properties[name];
  return Array.isArray(value) ? value : [];
}

/** Not a copy: in a preview, to read what is not known yet ends the rule. */
function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}
