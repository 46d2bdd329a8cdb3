import type { AwsInfraConfig } from "../../infra/config";
import type { Quantity } from "./quantities";
import { applicationLoadBalancer } from "./rules/edge";

/** The configuration that says what else will be there. */
export type PlannedConfig = Pick<AwsInfraConfig, "edge" | "network">;

/**
 * What stands there all the time though the infra program doesn't make it: the load balancer, which its controller
 * in the cluster makes from an Ingress. It is there as soon as a domain is configured.
 */
export function plannedQuantities({ edge, network }: PlannedConfig, zones: number): readonly Quantity[] {
  if (edge === undefined) {
    return [];
  }
  const addresses = network.kind === "created" ? zones : network.publicSubnetIds.length;
  return applicationLoadBalancer("load balancer", addresses, "made in the cluster, by its controller");
}
