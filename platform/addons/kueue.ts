import * as yaml from "js-yaml";
import { type KueueConfiguration, kueueConfiguration, queueObjects } from "../queues";
import type { JsonObject, Manifest } from "../../manifests";
import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";

const namespace = "kueue-system";

/** The chart's objects are named after the release, whose name is the chart's. */
const fullName = charts.kueue.name;

/** Kueue. */
export const kueue: Addon = {
  name: "kueue",
  title: "Kueue",
  chart: charts.kueue,
  namespace,
  requires: ["certManager"],
  after: ["karpenter", "prometheus"],
  enabledByDefault: () => true,
  defaultText: "true",
  values: kueueValues,
  additions: (context) => [ownNamespace, ...queueObjects(context)],
  webhooks: {
    validating: [`${fullName}-validating-webhook-configuration`],
    mutating: [`${fullName}-mutating-webhook-configuration`],
  },
};

/** Its pods meet the strictest standard as the chart has them. */
const ownNamespace: Manifest = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
};

/**
 * What differs from the chart's values.
 *
 * Certificates come from cert-manager, as those of all webhooks here: Kueue would make them itself, and write them into
 * webhook configurations that Helm owns.
 */
function kueueValues(context: Context): JsonObject {
  const { replicas, priorityClasses } = context.config.hardening;
  const several = replicas > 1;
  return {
    enableCertManager: true,
    enablePrometheus: context.has("prometheus"),
    controllerManager: {
      replicas,
      manager: {
        // Everything of a tenant that is a job goes through its webhooks: without it nobody starts one.
        ...(priorityClasses ? { priorityClassName: "system-cluster-critical" } : {}),
        // Its caches hold every Workload: some KiB for each that is not yet deleted.
        resources: { requests: { cpu: "500m", memory: "512Mi" }, limits: { memory: "1Gi" } },
      },
      podDisruptionBudget: { enabled: several, minAvailable: 1 },
      topologySpreadConstraints: several ? [spread("topology.kubernetes.io/zone")] : [],
    },
    managerConfig: { controllerManagerConfigYaml: toYaml(kueueConfiguration(context)) },
    metrics: {
      serviceMonitor: {
        tlsConfig: {
          insecureSkipVerify: false,
          serverName: `${fullName}-controller-manager-metrics-service.${namespace}.svc`,
          ca: { secret: { name: `${fullName}-metrics-server-cert`, key: "ca.crt" } },
        },
      },
    },
  };
}

function spread(topologyKey: string): JsonObject {
  return {
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: {
      matchLabels: { "app.kubernetes.io/name": "kueue", "control-plane": "controller-manager" },
    },
  };
}

function toYaml(configuration: KueueConfiguration): string {
  return yaml.dump(configuration, { noRefs: true, lineWidth: -1 });
}
