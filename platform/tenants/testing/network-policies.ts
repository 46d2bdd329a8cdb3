import ipaddr from "ipaddr.js";
import * as z from "zod";
import type { Manifest } from "../../../manifests";

/** A small evaluator of NetworkPolicies, for tests: who may open a connection to whom. */

/** A pod. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly address: string;
  /** Ports of its containers that have a name. Default: none. */
  readonly portNames?: Readonly<Record<string, number>>;
}

/** An end of a connection: a pod, or an address outside of the cluster. */
export type End = Pod | { readonly address: string };

/** A connection that somebody tries to open. */
export interface Attempt {
  readonly from: End;
  readonly to: End;
  readonly protocol: "TCP" | "UDP";
  /** Port of the pod or host that it is opened to. */
  readonly port: number;
}

const Selector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(z.strictObject({ key: z.string(), operator: z.literal("In"), values: z.array(z.string()) }))
    .default([]),
});

const PeerRule = z.strictObject({
  podSelector: Selector.optional(),
  namespaceSelector: Selector.optional(),
  ipBlock: z.strictObject({ cidr: z.string(), except: z.array(z.string()).default([]) }).optional(),
});

const PortRule = z.strictObject({
  protocol: z.enum(["TCP", "UDP"]).default("TCP"),
  port: z.union([z.int(), z.string()]),
});

const Ingress = z.strictObject({ from: z.array(PeerRule).optional(), ports: z.array(PortRule).optional() });
const Egress = z.strictObject({ to: z.array(PeerRule).optional(), ports: z.array(PortRule).optional() });

/** What of a policy is understood here; anything else fails a test rather than be overlooked. */
const Policy = z.object({
  metadata: z.object({ namespace: z.string() }),
  spec: z.strictObject({
    podSelector: Selector,
    policyTypes: z.array(z.enum(["Ingress", "Egress"])),
    ingress: z.array(Ingress).default([]),
    egress: z.array(Egress).default([]),
  }),
});

type Policy = z.output<typeof Policy>;
type Selector = z.output<typeof Selector>;
type PeerRule = z.output<typeof PeerRule>;
type PortRule = z.output<typeof PortRule>;

/** A cluster's policies and the labels of its namespaces. */
export class Network {
  private readonly policies: readonly Policy[];

  /**
   * @param namespaces labels of each; `kubernetes.io/metadata.name` is there by itself, as in Kubernetes
   * @throws Error where a policy says something that is not understood here
   */
  constructor(
    policies: readonly Manifest[],
    private readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  ) {
    this.policies = policies.map((policy) => Policy.parse(policy));
  }

  /** Both ends must let it through: the one that opens it by its egress rules, the other by its ingress rules. */
  allows(attempt: Attempt): boolean {
    return this.letsOut(attempt) && this.letsIn(attempt);
  }

  /** Whether the end that opens the connection may. */
  letsOut({ from, to, protocol, port }: Attempt): boolean {
    const policies = this.policiesOf(from, "Egress");
    return (
      policies.length === 0 ||
      policies.some(({ spec, metadata }) =>
        spec.egress.some(
          (rule) =>
            matchesPort(rule.ports, protocol, port, to) && this.matchesAny(rule.to, to, metadata.namespace),
        ),
      )
    );
  }

  /** Whether the other end takes it. */
  letsIn({ from, to, protocol, port }: Attempt): boolean {
    const policies = this.policiesOf(to, "Ingress");
    return (
      policies.length === 0 ||
      policies.some(({ spec, metadata }) =>
        spec.ingress.some(
          (rule) =>
            matchesPort(rule.ports, protocol, port, to) &&
            this.matchesAny(rule.from, from, metadata.namespace),
        ),
      )
    );
  }

  private policiesOf(end: End, direction: "Ingress" | "Egress"): Policy[] {
    return "namespace" in end
      ? this.policies.filter(
          ({ metadata, spec }) =>
            metadata.namespace === end.namespace &&
            spec.policyTypes.includes(direction) &&
            matchesLabels(spec.podSelector, end.labels),
        )
      : [];
  }

  /** A rule without peers, or with none in its list, is one for everybody. */
  private matchesAny(peers: readonly PeerRule[] | undefined, end: End, policyNamespace: string): boolean {
    return (
      peers === undefined ||
      peers.length === 0 ||
      peers.some((peer) => this.matches(peer, end, policyNamespace))
    );
  }

  private matches({ ipBlock, podSelector, namespaceSelector }: PeerRule, end: End, own: string): boolean {
    if (ipBlock !== undefined) {
      // Kubernetes leaves open whether blocks match pods; the stricter reading of a test is that they do.
      return inside(ipBlock.cidr, end.address) && !ipBlock.except.some((block) => inside(block, end.address));
    }
    if (!("namespace" in end)) {
      return false;
    }
    const inNamespace =
      namespaceSelector === undefined
        ? end.namespace === own
        : matchesLabels(namespaceSelector, {
            ...this.namespaces[end.namespace],
            "kubernetes.io/metadata.name": end.namespace,
          });
    return inNamespace && (podSelector === undefined || matchesLabels(podSelector, end.labels));
  }
}

/** A rule may name a port: that of the pod at the other end. */
function matchesPort(
  ports: readonly PortRule[] | undefined,
  protocol: string,
  port: number,
  to: End,
): boolean {
  const names = "portNames" in to ? (to.portNames ?? {}) : {};
  return (
    ports === undefined ||
    ports.some(
      (rule) =>
        rule.protocol === protocol &&
        (typeof rule.port === "string" ? names[rule.port] === port : rule.port === port),
    )
  );
}

function matchesLabels(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value) &&
    selector.matchExpressions.every(({ key, values }) => values.some((value) => labels[key] === value))
  );
}

function inside(cidr: string, address: string): boolean {
  return ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(cidr));
}
