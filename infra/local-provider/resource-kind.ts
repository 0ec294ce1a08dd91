import type { Values } from "./wire-values.ts";

/** What the local provider knows about one kind of Azure resource. */
export interface ResourceKind {
  /**
   * The Azure id, with the inputs it is made of in braces. None of them can change without a new
   * resource; the last one names it.
   */
  readonly path: string;
  /** Whether the emulator has it; all others are kept in the stack's state only. */
  readonly isEmulated?: true;
  /** More inputs that cannot change without a new resource. */
  readonly fixed?: readonly string[];
  /** What Azure adds to the inputs of a resource that the emulator does not have. */
  readonly outputs?: (created: CreatedResource) => Values;
}

export interface CreatedResource {
  readonly id: string;
  /** The resource's Azure name. */
  readonly name: string;
  readonly location: string;
  /** Without the marks of secrets. */
  readonly inputs: Values;
}

/** The path of a resource in a resource group, from its provider's namespace on. */
export function inGroup(path: string): string {
  return `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/${path}`;
}
