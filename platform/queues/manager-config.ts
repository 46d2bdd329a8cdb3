import type { Context } from "../part";
import { frameworks, type Framework } from "./frameworks";
import { tenantLabel } from "./names";

/** A duration as Go writes it, such as `20m` or `168h`. */
type Duration = `${number}${"s" | "m" | "h"}`;

/**
 * What this project says in Kueue's configuration; the rest has Kueue's defaults.
 *
 * Source of the fields: apis/config/v1beta2/configuration_types.go of Kueue 0.19.2.
 */
export interface KueueConfiguration {
  readonly apiVersion: "config.kueue.x-k8s.io/v1beta2";
  readonly kind: "Configuration";
  readonly health: { readonly healthProbeBindAddress: string };
  readonly metrics: {
    readonly bindAddress: string;
    /** Quotas and their use, by ClusterQueue, flavor and resource. */
    readonly enableClusterQueueResources: boolean;
  };
  readonly webhook: { readonly port: number };
  readonly leaderElection: { readonly leaderElect: boolean; readonly resourceName: string };
  readonly controller: { readonly groupKindConcurrency: Readonly<Record<string, number>> };
  readonly clientConnection: { readonly qps: number; readonly burst: number };
  /** Whether jobs that name no queue are held back in namespaces that the selector matches. */
  readonly manageJobsWithoutQueueName: boolean;
  /** The chart makes the webhooks' namespace selectors of it too: elsewhere jobs don't depend on Kueue at all. */
  readonly managedJobsNamespaceSelector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly waitForPodsReady: {
    readonly timeout: Duration;
    readonly recoveryTimeout: Duration;
    readonly blockAdmission: boolean;
    readonly requeuingStrategy: {
      readonly timestamp: "Eviction" | "Creation";
      readonly backoffLimitCount: number;
      readonly backoffBaseSeconds: number;
      readonly backoffMaxSeconds: number;
    };
  };
  readonly integrations: { readonly frameworks: readonly Framework[] };
  /** Between shares, by what they borrow at this time. */
  readonly fairSharing: {
    readonly preemptionStrategies: readonly ("LessThanOrEqualToFinalShare" | "LessThanInitialShare")[];
  };
  /** Between tenants of one share, by what they have used lately. */
  readonly admissionFairSharing: {
    readonly usageHalfLifeTime: Duration;
    readonly usageSamplingInterval: Duration;
    readonly resourceWeights: Readonly<Record<string, number>>;
  };
  readonly resources: { readonly quotaCheckStrategy: "BlockUndeclared" | "IgnoreUndeclared" };
  readonly objectRetentionPolicies: { readonly workloads: { readonly afterFinished: Duration } };
}

/**
 * How much a unit of each resource counts when tenants of a share take turns: a GPU as much as the node that is idle
 * without it. Memory is counted in bytes and comes with the CPUs, so that it is left out.
 */
const resourceWeights = { cpu: 1, memory: 0 } as const;
const acceleratorWeight = 16;

/** Kueue's configuration in an environment. */
export function kueueConfiguration(context: Context): KueueConfiguration {
  const { config, infra } = context;
  const { podsReady, required, fairnessHalfLifeDays, keepFinishedDays } = config.queues;
  const accelerators = [
    ...new Set(infra.nodePools.flatMap(({ accelerator }) => accelerator?.resource ?? [])),
  ];
  return {
    apiVersion: "config.kueue.x-k8s.io/v1beta2",
    kind: "Configuration",
    health: { healthProbeBindAddress: ":8081" },
    metrics: { bindAddress: ":8443", enableClusterQueueResources: true },
    webhook: { port: 9443 },
    leaderElection: { leaderElect: true, resourceName: "c1f6bfd2.kueue.x-k8s.io" },
    controller: {
      groupKindConcurrency: {
        "Job.batch": 5,
        "Workload.kueue.x-k8s.io": 10,
        "LocalQueue.kueue.x-k8s.io": 5,
        "ClusterQueue.kueue.x-k8s.io": 5,
        "ResourceFlavor.kueue.x-k8s.io": 1,
      },
    },
    clientConnection: { qps: 300, burst: 500 },
    manageJobsWithoutQueueName: required,
    managedJobsNamespaceSelector: { matchLabels: { [tenantLabel.key]: tenantLabel.value } },
    waitForPodsReady: {
      timeout: `${podsReady.timeoutMinutes}m`,
      recoveryTimeout: `${podsReady.recoveryMinutes}m`,
      blockAdmission: podsReady.oneAtATime,
      requeuingStrategy: {
        timestamp: "Eviction",
        backoffLimitCount: podsReady.retries,
        backoffBaseSeconds: podsReady.backoffSeconds,
        backoffMaxSeconds: podsReady.maxBackoffSeconds,
      },
    },
    integrations: { frameworks: frameworks(context) },
    fairSharing: { preemptionStrategies: ["LessThanOrEqualToFinalShare", "LessThanInitialShare"] },
    admissionFairSharing: {
      usageHalfLifeTime: `${Math.round(fairnessHalfLifeDays * 24 * 3600)}s`,
      usageSamplingInterval: "5m",
      resourceWeights: {
        ...resourceWeights,
        ...Object.fromEntries(accelerators.map((resource) => [resource, acceleratorWeight])),
      },
    },
    // Disks, network adapters and whatever else pods ask for is nobody's quota; by default such jobs never start.
    resources: { quotaCheckStrategy: "IgnoreUndeclared" },
    objectRetentionPolicies: { workloads: { afterFinished: `${keepFinishedDays * 24}h` } },
  };
}
