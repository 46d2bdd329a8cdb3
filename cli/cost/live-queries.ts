import * as z from "zod";
import type { ServiceName } from "./prices/services";
import type { PriceRef } from "./prices/table";

/** A condition on products of the price list. */
export interface Condition {
  readonly field: string;
  readonly value: string;
  /** Whether the value may be a part of the field only; AWS puts a region's short name before most usage types. */
  readonly partly: boolean;
}

/** A question to the AWS Price List API. */
export interface PriceQuery {
  /** The service's name in the price list. */
  readonly service: string;
  readonly conditions: readonly Condition[];
  /** How the usage type of the right product ends. */
  readonly usage: string;
}

/** Where the price list has our prices: the service, how the usage type ends, and what else tells products apart. */
const USAGES: Partial<
  Record<ServiceName, readonly [service: string, usage: string, more?: Readonly<Record<string, string>>]>
> = {
  eksCluster: ["AmazonEKS", "AmazonEKS-Hours:perCluster"],
  natGateway: ["AmazonEC2", "NatGateway-Hours"],
  interfaceEndpoint: ["AmazonVPC", "VpcEndpoint-Hours"],
  endpointData: ["AmazonVPC", "VpcEndpoint-Bytes"],
  publicIpv4: ["AmazonVPC", "PublicIPv4:InUseAddress"],
  gp3: ["AmazonEC2", "EBS:VolumeUsage.gp3"],
  rdsGp3: ["AmazonRDS", "RDS:GP3-Storage", { deploymentOption: "Single-AZ" }],
  rdsExtendedSupport: ["AmazonRDS", "ExtendedSupport:Yr1-Yr2:MySQL8.0"],
  auroraCapacity: ["AmazonRDS", "Aurora:ServerlessV2Usage"],
  loadBalancer: ["AWSELB", "LoadBalancerUsage", { operation: "LoadBalancing:Application" }],
  kmsKey: ["awskms", "KMS-Keys"],
  secret: ["AWSSecretsManager", "AWSSecretsManager-Secrets"],
};

/** How to ask for a price; undefined where the API has none, or this project doesn't know how to ask. */
export function queryOf(ref: PriceRef, region: string): PriceQuery | undefined {
  switch (ref.kind) {
    case "service":
      return serviceQuery(ref.name, region);
    case "instance":
      return {
        service: "AmazonEC2",
        usage: `BoxUsage:${ref.type}`,
        conditions: exactly({
          regionCode: region,
          instanceType: ref.type,
          operatingSystem: "Linux",
          tenancy: "Shared",
          preInstalledSw: "NA",
          capacitystatus: "Used",
        }),
      };
    case "database":
      return {
        service: "AmazonRDS",
        usage: "",
        conditions: exactly({
          regionCode: region,
          instanceType: ref.class,
          databaseEngine: "MySQL",
          deploymentOption: "Single-AZ",
        }),
      };
    case "spot":
    case "none":
      return undefined;
  }
}

function serviceQuery(name: ServiceName, region: string): PriceQuery | undefined {
  const known = USAGES[name];
  if (known === undefined) {
    return undefined;
  }
  const [service, usage, more = {}] = known;
  return {
    service,
    usage,
    conditions: [
      ...exactly({ regionCode: region, ...more }),
      { field: "usagetype", value: usage, partly: true },
    ],
  };
}

function exactly(fields: Readonly<Record<string, string>>): readonly Condition[] {
  return Object.entries(fields).map(([field, value]) => ({ field, value, partly: false }));
}

const Product = z.object({
  product: z.object({ attributes: z.object({ usagetype: z.string() }) }),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.object({
        priceDimensions: z.record(
          z.string(),
          z.object({ beginRange: z.string(), pricePerUnit: z.object({ USD: z.coerce.number().optional() }) }),
        ),
      }),
    ),
  }),
});

/**
 * The price in an answer: that of the first tier, of the products with the right usage type. Undefined where there is
 * none, or where products differ: then the question was not narrow enough, and no answer is better than a wrong one.
 *
 * @param products as the API gives them, each a JSON text
 */
export function priceIn(products: readonly string[], { usage }: PriceQuery): number | undefined {
  const found = products.flatMap((text) => {
    const parsed = Product.safeParse(JSON.parse(text));
    if (!parsed.success || !endsWithUsage(parsed.data.product.attributes.usagetype, usage)) {
      return [];
    }
    return Object.values(parsed.data.terms.OnDemand)
      .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
      .filter(({ beginRange }) => beginRange === "0")
      .flatMap(({ pricePerUnit }) => pricePerUnit.USD ?? [])
      .filter((usd) => usd > 0);
  });
  const different = new Set(found);
  const [only] = different;
  return different.size === 1 ? only : undefined;
}

/** `USW2-NatGateway-Hours` is one of `NatGateway-Hours`; `USW2-Outposts-LoadBalancerUsage` isn't of the latter. */
function endsWithUsage(usagetype: string, usage: string): boolean {
  return (
    usage === "" ||
    usagetype === usage ||
    new RegExp(`^[A-Za-z0-9]+(-[a-z]+-\\d)?-$`).test(before(usagetype, usage))
  );
}

function before(usagetype: string, usage: string): string {
  return usagetype.endsWith(usage) ? usagetype.slice(0, -usage.length) : "not it";
}
