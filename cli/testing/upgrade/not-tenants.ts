import { kindKey, type ServedKind } from "./kinds";

/** Kinds that no tenant's data are made of. */
export interface NotTenants {
  /** A kind as {@link kindKey} names it, or all of a group: `cert-manager.io/*`. */
  readonly kinds: readonly string[];
  readonly reason: string;
}

/** Namespaced kinds which the suite makes no object of. A row that no kind needs fails. */
export const notTenants: readonly NotTenants[] = [
  {
    kinds: [
      "/Endpoints",
      "discovery.k8s.io/EndpointSlice",
      "/Event",
      "events.k8s.io/Event",
      "coordination.k8s.io/Lease",
    ],
    reason: "the control plane writes them, and writes them again",
  },
  {
    kinds: ["/PodTemplate", "/ReplicationController", "apps/DaemonSet"],
    reason: "nothing of Kubeflow reads or writes them",
  },
  {
    kinds: ["networking.k8s.io/Ingress"],
    reason: "what is reached from outside goes through the mesh's gateway",
  },
  { kinds: ["resource.k8s.io/*"], reason: "no component of the releases asks for devices in this way" },
  { kinds: ["storage.k8s.io/CSIStorageCapacity"], reason: "drivers' own" },
  {
    kinds: ["acme.cert-manager.io/*", "cert-manager.io/*"],
    reason: "certificates are the platform's; a tenant has no right to them",
  },
  { kinds: ["dex.coreos.com/*"], reason: "sign-on's own" },
  { kinds: ["metacontroller.k8s.io/*"], reason: "metacontroller's own" },
  {
    kinds: [
      "autoscaling.internal.knative.dev/*",
      "caching.internal.knative.dev/*",
      "networking.internal.knative.dev/*",
    ],
    reason: "Knative makes them of its Services, and makes them again",
  },
  {
    kinds: [
      "monitoring.coreos.com/Alertmanager",
      "monitoring.coreos.com/AlertmanagerConfig",
      "monitoring.coreos.com/Probe",
      "monitoring.coreos.com/Prometheus",
      "monitoring.coreos.com/PrometheusAgent",
      "monitoring.coreos.com/ScrapeConfig",
      "monitoring.coreos.com/ThanosRuler",
    ],
    reason: "servers of the monitoring add-on, whose chart no release of Kubeflow brings",
  },
];

/** Namespaced kinds that are neither among the data nor said to be no tenant's, and rows that say so without need. */
export function unaccounted(
  served: Iterable<ServedKind>,
  inData: ReadonlySet<string>,
  rows: readonly NotTenants[],
): string[] {
  const kinds = [...served]
    .filter(({ namespaced }) => namespaced)
    .map((one) => kindKey(one.apiVersion, one.kind));
  const named = rows.flatMap((row) => row.kinds);
  const isNamed = (kind: string) => named.some((pattern) => matches(pattern, kind));
  return [
    ...kinds.filter((kind) => !inData.has(kind) && !isNamed(kind)).map((kind) => `${kind}: no data of it`),
    ...kinds
      .filter((kind) => inData.has(kind) && isNamed(kind))
      .map((kind) => `${kind}: is among the data, and said not to be`),
    ...named
      .filter((pattern) => !kinds.some((kind) => matches(pattern, kind)))
      .map((pattern) => `${pattern}: nobody has it`),
  ].sort();
}

function matches(pattern: string, kind: string): boolean {
  return pattern.endsWith("/*") ? kind.startsWith(pattern.slice(0, -1)) : pattern === kind;
}
