import type { Deployment } from "@pulumi/pulumi/automation/workspace.js";
import { resourceOf } from "./planned-changes.ts";

interface StoredResource {
  readonly type: string;
  readonly urn: string;
  readonly custom?: boolean;
  readonly id?: string;
  /** Why it may be there by half only. */
  readonly initErrors?: readonly string[];
}

/** The Azure resources in a stack's state. */
function existingResources({ deployment }: Deployment): readonly StoredResource[] {
  const stored: readonly StoredResource[] = deployment?.resources ?? [];
  return stored.filter(({ type, custom }) => custom === true && !type.startsWith("pulumi:"));
}

/** What is there after a deployment that failed half way. */
export function existingText(state: Deployment): string {
  const existing = existingResources(state);
  if (existing.length === 0) return "Nothing exists of it.";
  const lines = existing.map((resource) => {
    const { type, name } = resourceOf(resource);
    const isUnfinished = (resource.initErrors ?? []).length > 0;
    return `  ${type} ${name}${isUnfinished ? "  (unfinished)" : ""}`;
  });
  return [`What exists now (${existing.length}):`, ...lines].join("\n");
}
