import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { namespaceOf } from "./namespaces";
import { type Budget, budget, priorityClass, type Resources, resources, type Spread, spread } from "./pods";

const namespace = "keda";

/** An image as this chart asks for it. */
interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/** Metrics of one of its programs. */
interface Metrics {
  readonly enabled: boolean;
  readonly serviceMonitor: { readonly enabled: boolean };
}

/** What is set of the chart's values. */
interface KedaValues {
  readonly clusterName: string;
  readonly crds: { readonly install: boolean };
  readonly image: {
    readonly keda: Image;
    readonly metricsApiServer: Image;
    readonly webhooks: Image;
    readonly pullPolicy: "IfNotPresent";
  };
  readonly operator: { readonly replicaCount: number };
  readonly metricsServer: { readonly replicaCount: number };
  readonly webhooks: { readonly replicaCount: number };
  readonly podDisruptionBudget: {
    readonly operator: Budget;
    readonly metricServer: Budget;
    readonly webhooks: Budget;
  };
  readonly topologySpreadConstraints: {
    readonly operator: readonly Spread[];
    readonly metricsServer: readonly Spread[];
    readonly webhooks: readonly Spread[];
  };
  readonly resources: {
    readonly operator: Resources;
    readonly metricServer: Resources;
    readonly webhooks: Resources;
  };
  readonly priorityClassName: string;
  readonly prometheus: {
    readonly operator: Metrics;
    readonly metricServer: Metrics;
    readonly webhooks: Metrics;
  };
}

/**
 * KEDA: scales Deployments by queues and metrics, from and to zero.
 *
 * Its chart is in no mirror of charts that the tests read. Its keys were compared with upstream's values by hand:
 * kedacore/charts, keda, chart 2.20.2 (2026-07-31).
 */
export const keda: Addon = {
  name: "keda",
  title: "KEDA",
  chart: charts.keda,
  namespace,
  requires: [],
  after: ["karpenter", "prometheus"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  additions: () => [namespaceOf(namespace, "restricted")],
  webhooks: { validating: ["keda-admission"] },
  values: kedaValues,
};

function kedaValues(context: Context): KedaValues {
  const { replicas } = context.config.hardening;
  const watched = context.has("prometheus");
  const metrics: Metrics = { enabled: watched, serviceMonitor: { enabled: watched } };
  const imageOf = (name: string): Image => {
    const { registry, repository, pinnedTag } = chartImage(context, `ghcr.io/kedacore/${name}:2.20.2`);
    return { registry, repository, tag: pinnedTag };
  };
  const spreadOf = (name: string) => spread({ "app.kubernetes.io/name": name });
  return {
    clusterName: context.infra.cluster.name,
    crds: { install: false },
    image: {
      keda: imageOf("keda"),
      metricsApiServer: imageOf("keda-metrics-apiserver"),
      webhooks: imageOf("keda-admission-webhooks"),
      pullPolicy: "IfNotPresent",
    },
    operator: { replicaCount: replicas },
    metricsServer: { replicaCount: replicas },
    webhooks: { replicaCount: replicas },
    podDisruptionBudget: {
      operator: budget(context),
      metricServer: budget(context),
      webhooks: budget(context),
    },
    topologySpreadConstraints: {
      operator: spreadOf("keda-operator"),
      metricsServer: spreadOf("keda-operator-metrics-apiserver"),
      webhooks: spreadOf("keda-admission-webhooks"),
    },
    resources: {
      operator: resources("100m", "256Mi", "1Gi"),
      metricServer: resources("50m", "128Mi", "512Mi"),
      webhooks: resources("20m", "64Mi", "256Mi"),
    },
    priorityClassName: priorityClass(context, "system-cluster-critical"),
    prometheus: { operator: metrics, metricServer: metrics, webhooks: metrics },
  };
}
