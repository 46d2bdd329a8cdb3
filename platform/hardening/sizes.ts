/** Requests and limits of a container, as quantities of Kubernetes in their canonical form. */
export interface Size {
  /** Request; a share of a core that it has when nodes are full. */
  readonly cpu: string;
  /**
   * Limit of several times the request, so that it throttles what runs away and nothing else. Where upstream's limit
   * is below half a core (KServe: 100m), the controller would be slowed in its every start.
   */
  readonly cpuLimit: string;
  readonly memory: string;
  /** What it is killed at: several times what it was seen to take, or upstream's where upstream has one. */
  readonly memoryLimit: string;
  /** Disk of the node: logs, emptyDirs and what is written to a root file system. */
  readonly storage: string;
  /** What it is evicted at. kubelet keeps up to 50 Mi of a container's logs. */
  readonly storageLimit: string;
}

const size = (
  cpu: readonly [string, string],
  memory: readonly [string, string],
  storageLimit = "1Gi",
): Size => ({
  cpu: cpu[0],
  cpuLimit: cpu[1],
  memory: memory[0],
  memoryLimit: memory[1],
  storage: "64Mi",
  storageLimit,
});

/** Sizes by name; a request is not below upstream's for a container that the size is given to, unless its row says why. */
export const SIZES = {
  /** A controller of few objects: some tens of MiB of caches. */
  controller: size(["20m", "1"], ["64Mi", "512Mi"]),
  /** Caches every pod or Secret of the cluster. */
  largeController: size(["100m", "2"], ["256Mi", "2Gi"]),
  /** KServe's and JobSet's: upstream asks for up to 200 MiB, and gives JobSet up to 4 GiB. */
  servingController: size(["100m", "2"], ["300Mi", "1Gi"]),
  jobSetController: size(["500m", "2"], ["128Mi", "4Gi"]),
  /** Argo's and KFP's, which hold whole workflows: upstream asks for 500 MiB. */
  workflowController: size(["120m", "2"], ["500Mi", "4Gi"]),
  /** Three workers of gunicorn or one Node.js process. */
  webApp: size(["20m", "1"], ["160Mi", "768Mi"]),
  /** A small server without caches. */
  server: size(["20m", "1"], ["64Mi", "512Mi"]),
  /** kube-rbac-proxy: upstream's request. */
  proxy: size(["5m", "500m"], ["64Mi", "128Mi"], "256Mi"),
  /** KFP's API server: upstream's request; files of uploads go to its temporary folder. */
  apiServer: size(["250m", "2"], ["500Mi", "2Gi"], "4Gi"),
  /** Python that runs visualizations: upstream's request. */
  visualization: size(["30m", "1"], ["500Mi", "2Gi"], "2Gi"),
  /** A MySQL or an object store of an environment without AWS: upstream's request for MySQL. */
  database: size(["100m", "2"], ["800Mi", "2Gi"], "2Gi"),
  /** Envoy at the edge: upstream's figures. */
  gateway: size(["100m", "2"], ["128Mi", "1Gi"]),
  /** istiod: upstream's request. */
  meshControlPlane: size(["500m", "2"], ["2Gi", "4Gi"]),
  /** Knative's activator, through which requests go while a model starts: upstream's request of CPU. */
  activator: size(["300m", "1"], ["60Mi", "600Mi"]),
  /** Knative's other programs: upstream's request and limit. */
  knative: size(["100m", "1"], ["100Mi", "1000Mi"]),
  /** Spark's operator starts a JVM for each submission, ten at a time (--controller-threads of upstream). */
  sparkSubmitter: size(["100m", "4"], ["512Mi", "6Gi"], "4Gi"),
} as const satisfies Readonly<Record<string, Size>>;

/** The name of a size. */
export type SizeName = keyof typeof SIZES;

/** The `resources` of a container. */
export function resourcesOf(name: SizeName): {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
} {
  const { cpu, cpuLimit, memory, memoryLimit, storage, storageLimit } = SIZES[name];
  return {
    requests: { cpu, memory, "ephemeral-storage": storage },
    limits: { cpu: cpuLimit, memory: memoryLimit, "ephemeral-storage": storageLimit },
  };
}
