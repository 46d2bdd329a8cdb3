import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { namespaceOf } from "./namespaces";
import { priorityClass, type Resources, resources } from "./pods";

const namespace = "external-dns";

/** Where the platform's Ingress is: beside the Service of Istio's gateway, which it leads to. */
const ingressNamespace = "istio-system";

/** What is set of the chart's values. */
interface ExternalDnsValues {
  readonly image: { readonly repository: string; readonly tag: string };
  readonly priorityClassName: string;
  readonly resources: Resources;
  readonly provider: { readonly name: "aws" };
  readonly sources: readonly string[];
  readonly namespaced: boolean;
  readonly sourceNamespace: string;
  readonly policy: "sync" | "upsert-only";
  readonly registry: "txt";
  readonly txtOwnerId: string;
  readonly domainFilters: readonly string[];
  readonly triggerLoopOnEvent: boolean;
  readonly extraArgs: readonly string[];
}

/**
 * ExternalDNS: keeps the records of the domain, and of models' own where they have one, in infra's hosted zones.
 *
 * It looks at one namespace: anybody who may make an Ingress somewhere else could point names of the zone at their own
 * pods. It has one replica, as two of them would work against each other.
 */
export const externalDns: Addon = {
  name: "externalDns",
  title: "ExternalDNS",
  chart: charts.externalDns,
  namespace,
  requires: ["istioNamespace"],
  after: ["karpenter", "loadBalancerController"],
  enabledByDefault: ({ infra }) => infra.aws?.edge !== undefined,
  defaultText: "on AWS where a domain is configured",
  additions: () => [namespaceOf(namespace, "restricted")],
  values: externalDnsValues,
};

function externalDnsValues(context: Context): ExternalDnsValues {
  const { infra } = context;
  const edge = infra.aws?.edge;
  // Each domain with its hosted zone, which may be the same one.
  const places = edge === undefined ? [] : [edge, ...(edge.models === undefined ? [] : [edge.models])];
  const image = chartImage(context, "registry.k8s.io/external-dns/external-dns:v0.21.0");
  return {
    image: { repository: image.name, tag: image.pinnedTag },
    priorityClassName: priorityClass(context, "system-cluster-critical"),
    resources: resources("20m", "128Mi"),
    provider: { name: "aws" },
    sources: ["ingress"],
    namespaced: true,
    sourceNamespace: ingressNamespace,
    // Records that it made go with the Ingress; whose they are, the TXT records beside them say.
    policy: "sync",
    registry: "txt",
    txtOwnerId: infra.cluster.name,
    domainFilters: places.map(({ domain }) => domain),
    triggerLoopOnEvent: true,
    extraArgs: [...new Set(places.map(({ zoneId }) => `--zone-id-filter=${zoneId}`))],
  };
}
