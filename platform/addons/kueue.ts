import * as yaml from "js-yaml";
import type { Context } from "../part";
import { type KueueConfiguration, kueueConfiguration, queueObjects } from "../queues";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { namespaceOf } from "./namespaces";
import { hasBudget, priorityClass, type Resources, resources, type Spread, spread } from "./pods";

const namespace = "kueue-system";

/** The chart's objects are named after the release, whose name is the chart's. */
const fullName = charts.kueue.name;

/** What is set of the chart's values. */
interface KueueValues {
  readonly enableCertManager: boolean;
  readonly enablePrometheus: boolean;
  readonly controllerManager: {
    readonly replicas: number;
    readonly manager: {
      readonly image: { readonly repository: string; readonly tag: string };
      readonly priorityClassName: string;
      readonly resources: Resources;
    };
    readonly podDisruptionBudget: { readonly enabled: boolean; readonly minAvailable: number };
    readonly topologySpreadConstraints: readonly Spread[];
  };
  readonly managerConfig: {
    /** {@link KueueConfiguration} as YAML. */
    readonly controllerManagerConfigYaml: string;
  };
  readonly metrics: {
    readonly serviceMonitor: {
      readonly tlsConfig: {
        readonly insecureSkipVerify: boolean;
        readonly serverName: string;
        readonly ca: { readonly secret: { readonly name: string; readonly key: string } };
      };
    };
  };
}

/** Kueue: holds jobs back until there is quota for all of their pods. */
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
  additions: (context) => [namespaceOf(namespace, "restricted"), ...queueObjects(context)],
  webhooks: {
    validating: [`${fullName}-validating-webhook-configuration`],
    mutating: [`${fullName}-mutating-webhook-configuration`],
  },
};

/**
 * Certificates come from cert-manager, as those of all webhooks here: Kueue would make them itself, and write them into
 * webhook configurations that Helm owns.
 */
function kueueValues(context: Context): KueueValues {
  const { repository, registry, pinnedTag } = chartImage(context, "registry.k8s.io/kueue/kueue:v0.19.2");
  const podLabels = { "app.kubernetes.io/name": "kueue", "control-plane": "controller-manager" };
  return {
    enableCertManager: true,
    enablePrometheus: context.has("prometheus"),
    controllerManager: {
      replicas: context.config.hardening.replicas,
      manager: {
        image: { repository: `${registry}/${repository}`, tag: pinnedTag },
        // Every job of a tenant goes through its webhooks: without it nobody starts one.
        priorityClassName: priorityClass(context, "system-cluster-critical"),
        // Its caches hold every Workload that is not deleted yet.
        resources: resources("500m", "512Mi", "1Gi"),
      },
      podDisruptionBudget: { enabled: hasBudget(context), minAvailable: 1 },
      topologySpreadConstraints: spread(podLabels),
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

function toYaml(configuration: KueueConfiguration): string {
  return yaml.dump(configuration, { noRefs: true, lineWidth: -1 });
}
