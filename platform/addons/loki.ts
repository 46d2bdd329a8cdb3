import type { AwsOutputs } from "../../contract/aws";
import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { monitoring } from "./namespaces";
import { type Budget, priorityClass, type Resources, resources } from "./pods";

/** Something of the chart that can be on or off. */
interface Switch {
  readonly enabled: boolean;
}

/** A part of Loki that the monolithic mode doesn't have. */
interface None {
  readonly replicas: 0;
}

/** What is set of the chart's values. */
interface LokiValues {
  readonly deploymentMode: "Monolithic";
  readonly loki: {
    readonly auth_enabled: boolean;
    readonly image: {
      readonly registry: string;
      readonly repository: string;
      readonly tag: string;
      readonly digest: string | null;
    };
    readonly commonConfig: { readonly replication_factor: number };
    readonly storage: {
      readonly type: "s3";
      readonly use_thanos_objstore: boolean;
      readonly bucketNames: { readonly chunks: string };
      readonly object_store: {
        readonly type: "s3";
        readonly storage_prefix: string;
        readonly s3: { readonly endpoint: string; readonly region: string };
      };
    };
    readonly schemaConfig: {
      readonly configs: readonly {
        readonly from: string;
        readonly store: "tsdb";
        readonly object_store: "s3";
        readonly schema: "v13";
        readonly index: { readonly prefix: string; readonly period: "24h" };
      }[];
    };
    readonly limits_config: { readonly retention_period: string };
    readonly compactor: { readonly retention_enabled: boolean; readonly delete_request_store: "s3" };
    readonly analytics: { readonly reporting_enabled: boolean };
  };
  readonly singleBinary: {
    readonly replicas: number;
    readonly sidecar: boolean;
    readonly resources: Resources;
    readonly priorityClassName: string;
    readonly podDisruptionBudget: Switch & Budget;
    readonly persistence: { readonly size: string; readonly storageClass: string };
  };
  readonly read: None;
  readonly write: None;
  readonly backend: None;
  readonly ruler: Switch;
  readonly gateway: Switch;
  readonly lokiCanary: Switch;
  readonly test: Switch;
  readonly chunksCache: Switch;
  readonly resultsCache: Switch;
  readonly memcached: Switch;
  readonly rbac: { readonly namespaced: boolean };
  readonly sidecar: { readonly rules: Switch };
  readonly monitoring: { readonly serviceMonitor: Switch };
}

/**
 * Loki: keeps logs of pods in S3, under `loki/` of the logs bucket, as its role there allows.
 *
 * It runs in the mode in which each pod does everything. Loki's documentation (get-started/deployment-modes) gives one
 * such pod about 20 GB a day; clusters that write much more want the chart's mode `Distributed`. Caches, gateway, canary
 * and rules are left out: Grafana and Alloy speak to it directly.
 * Grafana is where logs are read, so it requires Prometheus' add-on.
 */
export const loki: Addon = {
  name: "loki",
  title: "Loki",
  chart: charts.loki,
  namespace: monitoring,
  requires: ["prometheus"],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: lokiValues,
};

function lokiValues(context: Context): LokiValues {
  const { infra, config } = context;
  const several = config.hardening.replicas > 1;
  // What a pod has taken in is on its own volume alone until it is in S3. Two of three can take a line in while the
  // third is replaced; of two both would have to.
  const replicas = several ? 3 : 1;
  const off: Switch = { enabled: false };
  const none: None = { replicas: 0 };
  return {
    deploymentMode: "Monolithic",
    loki: {
      auth_enabled: false,
      image: imageOf(context),
      commonConfig: { replication_factor: replicas },
      storage: storageOf(infra.aws),
      schemaConfig: { configs: [schema] },
      limits_config: { retention_period: `${config.observability.logs.retentionDays * 24}h` },
      compactor: { retention_enabled: true, delete_request_store: "s3" },
      analytics: { reporting_enabled: false },
    },
    singleBinary: {
      replicas,
      sidecar: false,
      resources: resources("250m", "1Gi", "4Gi"),
      priorityClassName: priorityClass(context, "kubeflow-platform"),
      podDisruptionBudget: several ? { enabled: true, maxUnavailable: 1 } : off,
      persistence: { size: "20Gi", storageClass: infra.storageClasses.block },
    },
    read: none,
    write: none,
    backend: none,
    ruler: off,
    gateway: off,
    lokiCanary: off,
    test: off,
    chunksCache: off,
    resultsCache: off,
    memcached: off,
    // Its role is for a container that reads rules from ConfigMaps and Secrets.
    rbac: { namespaced: true },
    sidecar: { rules: off },
    monitoring: { serviceMonitor: { enabled: context.has("prometheus") } },
  };
}

/** How logs are laid out, from a day on before any cluster of this program; a change of it is a further entry. */
const schema = {
  from: "2025-01-01",
  store: "tsdb",
  object_store: "s3",
  schema: "v13",
  index: { prefix: "index_", period: "24h" },
} as const;

/**
 * The client of Thanos is the one whose paths begin with a prefix, and whose actions infra's policy allows. It finds
 * the credentials of EKS Pod Identity by itself, and needs an endpoint.
 */
function storageOf(aws: AwsOutputs | undefined): LokiValues["loki"]["storage"] {
  const region = aws?.region ?? "";
  const suffix = aws?.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    type: "s3",
    use_thanos_objstore: true,
    bucketNames: { chunks: aws?.buckets.logs ?? "" },
    object_store: {
      type: "s3",
      storage_prefix: "loki",
      s3: { endpoint: `s3.${region}.${suffix}`, region },
    },
  };
}

function imageOf(context: Context): LokiValues["loki"]["image"] {
  const { registry, repository, tag, digest } = chartImage(context, "docker.io/grafana/loki:3.7.6");
  return { registry, repository, tag, digest: digest ?? null };
}
