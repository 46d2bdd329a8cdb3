import { at, listAt, textAt } from "../inputs";
import { perUse, type Quantity, type Rule, standing, unknown } from "../quantities";

/** How many load balancer lines one load balancer is: itself, and its public addresses, one for each zone. */
const loadBalancer: Rule = (resource, { zones }) => {
  const type = textAt(resource.inputs, "loadBalancerType") ?? "application";
  if (type !== "application") {
    return [unknown("edge", resource, `load balancer of type ${type}`)];
  }
  const subnets = listAt(resource.inputs, "subnets").length;
  return applicationLoadBalancer(
    resource.name,
    at(resource.inputs, "internal") === true ? 0 : subnets > 0 ? subnets : zones,
  );
};

/**
 * An Application Load Balancer.
 *
 * @param publicAddresses one for each zone, none where it is internal
 */
export function applicationLoadBalancer(name: string, publicAddresses: number, note?: string): Quantity[] {
  const resource = { type: "", name, inputs: undefined };
  return [
    standing("edge", resource, "loadBalancer", 1, note),
    ...(publicAddresses === 0
      ? []
      : [
          standing("edge", resource, "publicIpv4", publicAddresses, "one for each zone of the load balancer"),
        ]),
    perUse("edge", resource, "loadBalancerCapacity"),
  ];
}

const userPool: Rule = (resource) => {
  const tier = textAt(resource.inputs, "userPoolTier") ?? "ESSENTIALS";
  const user: Quantity =
    tier === "LITE"
      ? perUse("edge", resource, "cognitoUser")
      : { ...unknown("edge", resource, `Cognito active user (${tier})`), count: undefined };
  return [user];
};

/** Rules of how people get in. */
export const edgeRules: Readonly<Record<string, Rule>> = {
  "aws:route53/zone:Zone": (resource) => [
    standing("edge", resource, "hostedZone", 1),
    perUse("edge", resource, "dnsQueries"),
  ],
  "aws:cognito/userPool:UserPool": userPool,
  "aws:wafv2/webAcl:WebAcl": (resource) => [
    standing("edge", resource, "webAcl", 1),
    standing("edge", resource, "wafRule", listAt(resource.inputs, "rules").length),
    perUse("edge", resource, "wafRequests"),
  ],
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:alb/loadBalancer:LoadBalancer": loadBalancer,
};
