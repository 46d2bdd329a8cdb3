/** Regions that the price table knows. */
export const REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"] as const;

/** One of them. */
export type PricedRegion = (typeof REGIONS)[number];

/** Whether the table has prices of a region. */
export function isPriced(region: string): region is PricedRegion {
  return REGIONS.some((one) => one === region);
}
