import { arnOf, type Site } from "../../site";
import type { Conditions } from "../policy-document";

/** ARNs of load balancers and what hangs on them, and the tag that says whose they are. */

/** The controller writes the cluster's name into this tag of everything it makes (its pkg/deploy/tracking). */
const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

/** What is asked for carries this cluster's mark. */
export function requestTag(site: Site): Record<string, string> {
  return { [`aws:RequestTag/${CLUSTER_TAG}`]: site.clusterName };
}

/** What is there carries this cluster's mark. */
export function resourceTag(site: Site): Record<string, string> {
  return { [`aws:ResourceTag/${CLUSTER_TAG}`]: site.clusterName };
}

/** Tags of what is the cluster's own may come and go, but not the mark that makes it so. */
export function ownButNotItsMark(site: Site): Conditions {
  return {
    StringEquals: resourceTag(site),
    "ForAllValues:StringNotEquals": { "aws:TagKeys": [CLUSTER_TAG] },
  };
}

/** Application and network load balancers, in this order. */
export function loadBalancers(site: Site) {
  return [elb(site, "loadbalancer/app/*/*"), elb(site, "loadbalancer/net/*/*")] as const;
}

/** Their listeners. */
export function listeners(site: Site) {
  return [elb(site, "listener/app/*/*/*"), elb(site, "listener/net/*/*/*")] as const;
}

/** Rules of the listeners. */
export function rules(site: Site) {
  return [elb(site, "listener-rule/app/*/*/*/*"), elb(site, "listener-rule/net/*/*/*/*")] as const;
}

/** Target groups. */
export function targetGroups(site: Site): string {
  return elb(site, "targetgroup/*/*");
}

function elb(site: Site, resource: string): string {
  return arnOf(site, "elasticloadbalancing", resource);
}
