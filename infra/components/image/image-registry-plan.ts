import { nameRules } from "../../azure/name-rules.ts";
import { checkName } from "../../checks/name-choice.ts";
import { checkOneOf } from "../../checks/one-of.ts";
import { checkShapes, type Shapes } from "../../checks/shape.ts";
import { type Planned, planUnless, refused } from "../../refusal.ts";

/** Basic suffices for most; Premium can be closed to the internet. */
export type RegistrySku = "Basic" | "Standard" | "Premium";

const skus: readonly RegistrySku[] = ["Basic", "Standard", "Premium"];

/** What there is to decide about a registry. */
export interface ImageRegistryChoices {
  /** The name in Azure, unique in the world; made by Pulumi when left out. */
  readonly registryName?: string;
  /** Basic if left out. */
  readonly sku?: RegistrySku;
}

export interface ImageRegistryPlan {
  readonly pulumiName: string;
  readonly registryName: string | undefined;
  readonly sku: RegistrySku;
}

const shapes: Shapes = { registryName: "text", sku: "text" };

/** Decides what an `ImageRegistry` component of this name creates. */
export function planImageRegistry(
  name: string,
  facts: ImageRegistryChoices,
): Planned<ImageRegistryPlan> {
  const subject = `ImageRegistry "${name}"`;
  const misshapen = checkShapes(facts, shapes);
  if (misshapen.length > 0) return refused(subject, misshapen);
  const { registryName, sku = "Basic" } = facts;
  // A registry's name has no hyphens, and Pulumi makes it from this one.
  const pulumiName = `${name.replaceAll("-", "")}registry`;
  const refusals = [
    ...checkName({ argument: "registryName", given: registryName, pulumiName }, nameRules.registry),
    ...checkOneOf("sku", sku, skus),
  ];
  return planUnless(subject, refusals, () => ({ pulumiName, registryName, sku }));
}
