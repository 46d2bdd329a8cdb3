import type { Site } from "../site";

/** An AWS service that the cluster reaches without leaving the VPC. */
interface EndpointService {
  /** The last part of the endpoint service's name. */
  readonly service: string;
  /** Who calls it. */
  readonly purpose: string;
  /** Whether the name begins with `cn.` in China (services of the CDK's table in vpc-endpoint.ts). */
  readonly prefixedInChina: boolean;
  /** Regions that don't have it; what calls it there goes through the NAT gateway. */
  readonly missingIn?: readonly string[];
}

/**
 * Interface endpoints of a VPC: those that the EKS user guide lists for private clusters ("Deploy private clusters
 * with limited internet access") and Karpenter's getting-started guide ("Private Clusters"), then those of services
 * that pods of this platform call. Each costs about 7 USD a month a zone.
 *
 * Without one, calls go through the NAT gateway. So do those of services that have none: Route 53, Certificate
 * Manager, IAM and the price list (the same two guides). `autoscaling` is left out, since only the cluster autoscaler
 * calls it from inside the VPC.
 */
export const INTERFACE_ENDPOINTS = [
  { service: "ec2", purpose: "nodes that join, VPC CNI, EBS CSI, Karpenter", prefixedInChina: true },
  { service: "ecr.api", purpose: "permission to pull images", prefixedInChina: true },
  { service: "ecr.dkr", purpose: "manifests of images; their layers come from S3", prefixedInChina: true },
  { service: "sts", purpose: "credentials of roles", prefixedInChina: true },
  {
    service: "eks",
    purpose: "Karpenter and nodes, which look the cluster up",
    prefixedInChina: true,
    // EKS user guide, "Access Amazon EKS using AWS PrivateLink".
    missingIn: ["ap-southeast-5", "ap-southeast-7", "mx-central-1", "ap-east-2"],
  },
  { service: "eks-auth", purpose: "credentials of pods through Pod Identity", prefixedInChina: false },
  { service: "elasticloadbalancing", purpose: "load balancer controller", prefixedInChina: false },
  { service: "logs", purpose: "logs of nodes and pods", prefixedInChina: false },
  {
    service: "ssm",
    purpose: "Karpenter, which looks images of nodes up, and Session Manager",
    prefixedInChina: false,
  },
  { service: "sqs", purpose: "Karpenter, which hears of interruptions", prefixedInChina: true },
  { service: "secretsmanager", purpose: "external-secrets: the database's password", prefixedInChina: false },
  { service: "kms", purpose: "what pods encrypt and decrypt themselves", prefixedInChina: false },
  { service: "elasticfilesystem", purpose: "EFS CSI, which makes access points", prefixedInChina: true },
] as const satisfies readonly EndpointService[];

/** An interface endpoint to be made. */
export interface Endpoint {
  /** Part of its names: the service's, with dashes. */
  readonly key: string;
  /** Such as com.amazonaws.us-west-2.ecr.api. */
  readonly serviceName: string;
}

/** The interface endpoints that a site's region has. */
export function interfaceEndpoints({ region, partition }: Site): Endpoint[] {
  const services: readonly EndpointService[] = INTERFACE_ENDPOINTS;
  return services
    .filter(({ missingIn }) => missingIn?.includes(region) !== true)
    .map(({ service, prefixedInChina }) => ({
      key: service.replaceAll(".", "-"),
      serviceName: `${partition === "aws-cn" && prefixedInChina ? "cn." : ""}com.amazonaws.${region}.${service}`,
    }));
}

/** Service name of the S3 gateway endpoint, which is free of charge and has the same form everywhere. */
export function s3GatewayService({ region }: Site): string {
  return `com.amazonaws.${region}.s3`;
}
