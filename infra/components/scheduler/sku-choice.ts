import { skuLimits, skuNames } from "../../azure/skus.ts";
import { isWholeNumber } from "../../checks/whole-number.ts";
import type { Refusal } from "../../refusal.ts";

/** How a scheduler is paid for. */
export type SkuChoice =
  /** Per action; for development and small or irregular loads. */
  | { readonly name: "Consumption"; readonly capacity?: undefined }
  /** By capacity units, 1 to 3; with 3 it is zone-redundant. */
  | { readonly name: "Dedicated"; readonly capacity: number };

/** Refuses an unknown SKU and a capacity that does not fit it. */
export function checkSku(sku: SkuChoice | undefined): readonly Refusal[] {
  const limits = skuLimits(sku?.name);
  if (sku === undefined || limits === undefined) return [unknownSku(sku)];
  return limits.capacityMax === 0
    ? checkNoCapacity(sku)
    : checkCapacity(sku.capacity, limits.capacityMax);
}

function unknownSku(sku: SkuChoice | undefined): Refusal {
  return {
    argument: "sku.name",
    rule: `a scheduler needs a SKU, got ${JSON.stringify(sku?.name) ?? "none"}`,
    wayOut: `choose one of ${skuNames}`,
  };
}

function checkNoCapacity({ name, capacity }: SkuChoice): readonly Refusal[] {
  if (capacity === undefined) return [];
  return [
    {
      argument: "sku.capacity",
      rule: `${name} has no capacity, got ${capacity}`,
      wayOut: "leave sku.capacity out, or choose sku.name Dedicated",
    },
  ];
}

function checkCapacity(capacity: number | undefined, max: number): readonly Refusal[] {
  if (isWholeNumber(capacity, 1, max)) return [];
  return [
    {
      argument: "sku.capacity",
      rule: `Dedicated needs 1 to ${max} whole capacity units, got ${capacity ?? "none"}`,
      wayOut: `set sku.capacity from 1 to ${max}, or choose sku.name Consumption`,
    },
  ];
}
