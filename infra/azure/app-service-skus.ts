/**
 * The App Service plans that can keep an app running while nobody calls it, which a worker needs;
 * the free and shared ones put it to sleep.
 */
export const appServiceSkus = [
  "B1",
  "B2",
  "B3",
  "S1",
  "S2",
  "S3",
  "P0v3",
  "P1v3",
  "P2v3",
  "P3v3",
  "P0v4",
  "P1v4",
  "P2v4",
  "P3v4",
] as const;

export type AppServiceSku = (typeof appServiceSkus)[number];

/** The most instances of any of these plans. */
export const appServiceInstancesMax = 30;
