import { isIn, type Json, type JsonObject, type Manifest, type ReleaseVersion } from "../../manifests";
import { type Flow, FLOWS, FURTHER_EGRESS, METRICS_PORTS, type Origin, POD_IDENTITY_AGENT } from "./flows";
import type { NetworkOptions } from "./options";
import { isWorkload, matches, workloadOf } from "./workload";

/**
 * NetworkPolicies of one component: a default for each namespace that it makes, and one for each flow to its pods that
 * upstream's policies would stop.
 */
export function networkPolicies(
  manifests: readonly Manifest[],
  options: NetworkOptions,
  release: ReleaseVersion,
): Manifest[] {
  const namespaces = manifests.filter(({ kind, apiVersion }) => kind === "Namespace" && apiVersion === "v1");
  const workloads = manifests.filter(isWorkload);
  const flows = FLOWS.filter((flow) => isIn(release, flow)).filter(({ namespace, to }) =>
    workloads.some(
      (workload) => workload.metadata.namespace === namespace && matches(to, workloadOf(workload).labels),
    ),
  );
  return [
    ...namespaces.map(({ metadata }) => namespaceDefault(metadata.name, options)),
    ...flows.map(toPolicy),
  ];
}

/**
 * Nothing comes in but what another policy or a scraper of metrics is let through for. What goes out: to pods, to
 * names, to HTTPS (AWS' APIs, issuers, registries), the API server and the database. Not: the node's metadata, mail,
 * or any other service outside of the cluster.
 */
function namespaceDefault(namespace: string, options: NetworkOptions): Manifest {
  const { metricsNamespaces = [], apiServerPorts = [443, 6443], databasePort = 3306 } = options;
  const further = (FURTHER_EGRESS[namespace] ?? []).map(({ port }) => port);
  const outside = [...new Set([443, ...apiServerPorts, databasePort, ...further])].sort((a, b) => a - b);
  const { addresses, port } = POD_IDENTITY_AGENT;
  return policy("kubeflow-default", namespace, {
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
    ...(metricsNamespaces.length > 0 && {
      ingress: [
        {
          from: metricsNamespaces.map((name) => ({ namespaceSelector: named(name) })),
          ports: tcp(METRICS_PORTS),
        },
      ],
    }),
    egress: [
      { to: [{ namespaceSelector: {} }] },
      // NodeLocal DNSCache and EKS Auto Mode answer on the node, so names are asked for everywhere.
      {
        ports: [
          { protocol: "UDP", port: 53 },
          { protocol: "TCP", port: 53 },
        ],
      },
      { ports: tcp(outside) },
      { to: addresses.map((cidr) => ({ ipBlock: { cidr } })), ports: tcp([port]) },
    ],
  });
}

function toPolicy({ name, namespace, to, from, ports }: Flow): Manifest {
  const origins = from.includes("outside the pod network") ? [] : from.flatMap(peers);
  return policy(name, namespace, {
    podSelector: { matchLabels: { ...to } },
    policyTypes: ["Ingress"],
    ingress: [{ ...(origins.length > 0 && { from: origins }), ports: tcp(ports) }],
  });
}

/** What no policy can select is let in by no peer at all, which means anybody. */
function peers(origin: Origin): JsonObject[] {
  if (origin === "outside the pod network") {
    return [];
  }
  if (origin === "profiles") {
    return [{ namespaceSelector: { matchLabels: { "app.kubernetes.io/part-of": "kubeflow-profile" } } }];
  }
  const { namespace, pods } = origin;
  const matchExpressions = Object.entries(pods ?? {}).map(([key, values]) => ({
    key,
    operator: "In",
    values: [...values],
  }));
  return [
    { namespaceSelector: named(namespace), ...(pods !== undefined && { podSelector: { matchExpressions } }) },
  ];
}

function policy(name: string, namespace: string, spec: JsonObject): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace },
    spec,
  };
}

function named(namespace: string): JsonObject {
  return { matchLabels: { "kubernetes.io/metadata.name": namespace } };
}

function tcp(ports: readonly number[]): Json[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}
