/** What a scheduler's SKU allows. */
export interface SkuLimits {
  /** Capacity units that can be bought; 0 where the SKU has none and the request must omit them. */
  readonly capacityMax: number;
  readonly retentionDaysMax: number;
}

export const skus = {
  /** Pays per action, up to 500 actions a second. */
  Consumption: { capacityMax: 0, retentionDaysMax: 30 },
  /** Pays per unit of 2,000 actions a second and 50 GB; three units are zone-redundant. */
  Dedicated: { capacityMax: 3, retentionDaysMax: 90 },
} as const satisfies Record<string, SkuLimits>;

export type SkuName = keyof typeof skus;

export const skuNames = Object.keys(skus).join(", ");

/** The limits of a SKU named in configuration; undefined when there is no such SKU. */
export function skuLimits(name: string | undefined): SkuLimits | undefined {
  return Object.entries(skus).find(([sku]) => sku === name)?.[1];
}
