import ipaddr from "ipaddr.js";
import { UserError } from "../../../config/errors";
import type { PlatformOutputs } from "../../../contract";
import { checkTenantName } from "./tenant-spec";
import type { EgressFlow, FlowEnd, IngressFlow, TenantSettings } from "./tenant-args";

/** Addresses of a node that only its own programs may ask: instance metadata, and what else AWS puts there. */
const linkLocal = "169.254.0.0/16";

/** The flows of a tenant. */
export type FlowSettings = Pick<TenantSettings, "egress" | "ingress">;

/**
 * The `spec` of the NetworkPolicy that opens a tenant's own flows, or undefined where there are none. NetworkPolicies
 * add up: it stands beside the platform's, which closes everything, and takes nothing away from it.
 */
export function flowsPolicy({ egress = [], ingress = [] }: FlowSettings) {
  return egress.length + ingress.length === 0
    ? undefined
    : {
        podSelector: {},
        policyTypes: [
          ...(ingress.length === 0 ? [] : ["Ingress"]),
          ...(egress.length === 0 ? [] : ["Egress"]),
        ],
        ...(ingress.length === 0
          ? {}
          : {
              ingress: ingress.map(({ from }: IngressFlow) => ({
                from: [peerOf(from)],
                ports: portsOf(from),
              })),
            }),
        ...(egress.length === 0
          ? {}
          : { egress: egress.map(({ to }: EgressFlow) => ({ to: [peerOf(to)], ports: portsOf(to) })) }),
      };
}

function peerOf({ cidr, tenant }: FlowEnd) {
  return cidr === undefined
    ? { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": tenant ?? "" } } }
    : { ipBlock: { cidr, ...(covers(cidr, linkLocal) ? { except: [linkLocal] } : {}) } };
}

function portsOf({ ports, protocol = "TCP" }: FlowEnd) {
  return ports.map((port) => ({ port, protocol }));
}

function covers(outer: string, inner: string): boolean {
  const [address, prefix] = ipaddr.IPv4.parseCIDR(inner);
  const [network, length] = ipaddr.IPv4.parseCIDR(outer);
  return length <= prefix && address.match(network, length);
}

/**
 * Checks the flows of a tenant.
 *
 * @throws UserError for an end that is neither network nor tenant, wrong ports, addresses of nodes, or a platform that
 *                   closes nothing
 */
export function checkFlows(
  label: string,
  tenant: string,
  { egress = [], ingress = [] }: FlowSettings,
  { tenants }: Pick<PlatformOutputs, "tenants">,
): void {
  const ends = [
    ...egress.map(({ to }, index) => ({ where: `${label}: egress ${index + 1}`, end: to })),
    ...ingress.map(({ from }, index) => ({ where: `${label}: ingress ${index + 1}`, end: from })),
  ];
  // Beside no other policy this one would close all that it doesn't open.
  if (ends.length > 0 && !tenants.objects.some(({ kind }) => kind === "NetworkPolicy")) {
    throw new UserError(
      `${label}: egress and ingress open what the platform closes, and it closes nothing (kubeflow-platform:tenants.networkPolicies is false)`,
      "take egress and ingress out: all connections are open",
    );
  }
  for (const { where, end } of ends) {
    checkEnd(where, tenant, end);
  }
}

function checkEnd(where: string, tenant: string, end: FlowEnd): void {
  if ((end.cidr === undefined) === (end.tenant === undefined)) {
    throw new UserError(
      `${where}: the other end is either a network (cidr) or a tenant`,
      "name one of the two",
    );
  }
  if (end.tenant === tenant) {
    throw new UserError(
      `${where} names the tenant itself, whose pods reach one another anyway`,
      "take it out",
    );
  }
  if (end.tenant !== undefined) {
    checkTenantName(end.tenant);
  }
  if (end.cidr !== undefined) {
    checkNetwork(where, end.cidr);
  }
  if (
    end.ports.length === 0 ||
    end.ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535)
  ) {
    throw new UserError(
      `${where}: ports are ${end.ports.join(", ") || "none"}; name one or more of 1 to 65535`,
    );
  }
}

function checkNetwork(where: string, cidr: string): void {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) {
    throw new UserError(`${where}: "${cidr}" is no IPv4 network such as 10.20.0.0/16`);
  }
  if (covers(linkLocal, cidr)) {
    throw new UserError(
      `${where}: ${cidr} is where nodes have their credentials (${linkLocal}), which stays closed to tenants`,
    );
  }
}
