import type { CreatedNetworkConfig } from "../config/network";
import type { Mistake } from "../mistake";
import {
  PRIVATE_RANGES,
  isCidr,
  isNetworkAddress,
  isPrivateRange,
  networkOf,
  overlaps,
  prefixLength,
} from "./cidr";
import { SERVICE_RANGES, serviceRange } from "./service-range";
import { VPC_PREFIXES } from "./subnets";

/**
 * What is wrong with a network to be made, as far as the configuration itself shows it.
 *
 * @param config values that are no networks at all are passed over: the schema has named them already
 * @param region the environment's, which explicit zones must belong to
 */
export function createdNetworkMistakes(config: CreatedNetworkConfig, region: string): Mistake[] {
  return [
    ...rangeMistakes(config.cidr),
    ...peerMistakes(config.cidr, config.peerCidrs),
    ...zoneMistakes(config.availabilityZones, region),
  ];
}

function rangeMistakes(cidr: string): Mistake[] {
  if (!isCidr(cidr)) {
    return [];
  }
  const { largest, smallest } = VPC_PREFIXES;
  const prefix = prefixLength(cidr);
  const checks = [
    !isPrivateRange(cidr) && `a range inside ${PRIVATE_RANGES.join(", ")} (RFC 1918 and RFC 6598)`,
    !isNetworkAddress(cidr) && `the first address of the network, which is ${networkOf(cidr)}`,
    prefix < largest && `/${largest} or smaller: AWS makes no larger VPC`,
    prefix > smallest && `/${smallest} or larger: every pod takes an address of it`,
  ];
  return checks.flatMap((message) => (message === false ? [] : [{ path: ["cidr"], message }]));
}

function peerMistakes(cidr: string, peers: readonly string[]): Mistake[] {
  const valid = [cidr, ...peers].filter(isCidr);
  const each = peers.flatMap((peer, index) =>
    isCidr(cidr) && isCidr(peer) && overlaps(cidr, peer)
      ? [
          {
            path: ["peerCidrs", index],
            message: `a network outside of this VPC, which is ${cidr}: where they overlap nothing can be routed`,
          },
        ]
      : [],
  );
  const free = serviceRange(valid) !== undefined;
  const message = `with the VPC they must leave ${SERVICE_RANGES.join(" or ")} free: Kubernetes Services get their addresses there`;
  return free ? each : [...each, { path: [peers.length === 0 ? "cidr" : "peerCidrs"], message }];
}

function zoneMistakes(zones: readonly string[] | undefined, region: string): Mistake[] {
  if (zones === undefined) {
    return [];
  }
  const mistakes: Mistake[] = zones.flatMap((zone, index) => {
    const path = ["availabilityZones", index];
    if (zone.slice(0, -1) !== region) {
      return [{ path, message: `a zone of ${region}, such as ${region}a` }];
    }
    return zones.indexOf(zone) < index ? [{ path, message: "each zone once" }] : [];
  });
  return new Set(zones).size < 2
    ? [
        ...mistakes,
        { path: ["availabilityZones"], message: "two different zones or more: EKS asks for them" },
      ]
    : mistakes;
}
