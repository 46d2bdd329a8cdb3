import * as z from "zod";
import { cidr, logRetention } from "./values";

const Created = z.strictObject({
  /** A VPC made here. */
  kind: z.literal("created"),
  /**
   * The VPC's IPv4 range, inside RFC 1918 or RFC 6598, /16 to /18. Default: 10.0.0.0/16. Every pod takes an address of
   * it (prefix delegation takes 16 at a time), and it can't be changed later.
   */
  cidr: cidr.default("10.0.0.0/16"),
  /** How many Availability Zones, 2 or 3, chosen where the pools' GPU types are offered. Default: 3. */
  availabilityZoneCount: z.union([z.literal(2), z.literal(3)], "2 or 3").default(3),
  /** The zones by name instead of by choice, 2 or 3 of them. */
  availabilityZones: z
    .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, "a zone such as us-west-2a"))
    .min(2, "two zones or more")
    .max(3, "three zones or fewer")
    .optional(),
  /**
   * NAT gateways. `single`: one for all zones; its zone's outage cuts all zones off. Default: one-per-az. Each costs
   * about 37 USD a month in us-east-1, its public address included, and 0.045 USD a GB.
   */
  natGateways: z.enum(["one-per-az", "single"]).default("one-per-az"),
  /**
   * Interface endpoints (ECR, STS, EC2, CloudWatch Logs, Secrets Manager, EKS and more), which keep AWS calls off the
   * NAT gateways. Default: true. Each costs about 7 USD a month a zone. The S3 gateway endpoint is free and always there.
   */
  interfaceEndpoints: z.boolean().default(true),
  /** VPC flow logs in CloudWatch Logs. Default: kept for 90 days. Costs about 0.50 USD a GB of logs. */
  flowLogs: z
    .strictObject({
      /** Whether they are recorded. Default: true. */
      enabled: z.boolean().default(true),
      /** Days that they are kept. Default: 90. */
      retentionDays: logRetention.default(90),
    })
    .prefault({}),
  /** Networks that are, or will be, peered or routed to this VPC; an overlap with them is refused. Default: none. */
  peerCidrs: z.array(cidr).default([]),
});

const Given = z.strictObject({
  /** A VPC that is there; before anything is made it is checked for what EKS needs. */
  kind: z.literal("existing"),
  /** Its id. */
  vpcId: z.string().regex(/^vpc-[0-9a-f]{8,17}$/, "the id of a VPC, such as vpc-0123456789abcdef0"),
  /** Private subnets for nodes and pods, in two zones or more, each /20 or larger. */
  privateSubnetIds: z
    .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet"))
    .min(2, "two subnets or more, in different zones"),
  /** Public subnets for the load balancer. Default: none; the load balancer is internal then. */
  publicSubnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet")).default([]),
});

/** `kubeflow-infra:network`. */
export const NetworkConfig = z.discriminatedUnion(
  "kind",
  [Created, Given],
  "kind is one of created, existing",
);

/** See the schema of the same name. */
export type NetworkConfig = z.output<typeof NetworkConfig>;

/** A network that is made here. */
export type CreatedNetworkConfig = z.output<typeof Created>;

/** A network that is there already. */
export type ExistingNetworkConfig = z.output<typeof Given>;
