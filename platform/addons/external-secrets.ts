import type { Manifest } from "../../manifests";
import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { type ChartImage, chartImage } from "./images";
import { namespaceOf, platformNamespaces } from "./namespaces";
import { hasBudget, priorityClass, type Resources, resources, type Spread, spread } from "./pods";

const namespace = "external-secrets";

/** The store that reads the environment's secrets in AWS Secrets Manager, for ExternalSecrets of the platform. */
export const secretStore = { kind: "ClusterSecretStore", name: "aws-secrets-manager" } as const;

/** What each of the chart's three Deployments gets. */
interface WorkloadValues {
  readonly replicaCount: number;
  readonly image: { readonly repository: string; readonly tag: string };
  readonly priorityClassName: string;
  readonly resources: Resources;
  readonly podDisruptionBudget: { readonly enabled: boolean };
  readonly topologySpreadConstraints: readonly Spread[];
}

/** What is set of the chart's values. */
interface ExternalSecretsValues extends WorkloadValues {
  readonly installCRDs: boolean;
  readonly leaderElect: boolean;
  readonly processClusterPushSecret: boolean;
  readonly processPushSecret: boolean;
  readonly processSecretStore: boolean;
  readonly rbac: {
    readonly serviceAccountTokenCreate: boolean;
    readonly aggregateToView: boolean;
    readonly aggregateToEdit: boolean;
    readonly aggregateToAdmin: boolean;
  };
  readonly webhook: WorkloadValues;
  readonly certController: WorkloadValues;
}

/**
 * External Secrets Operator: copies secrets of AWS Secrets Manager into the cluster, by the role that EKS Pod Identity
 * gives its service account.
 */
export const externalSecrets: Addon = {
  name: "externalSecrets",
  title: "External Secrets Operator",
  chart: charts.externalSecrets,
  namespace,
  requires: [],
  after: ["karpenter"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  // Secrets that name the store come after it.
  offersResources: true,
  additions: (context) => [namespaceOf(namespace, "restricted"), ...store(context)],
  webhooks: { validating: ["secretstore-validate", "externalsecret-validate"] },
  values: externalSecretsValues,
};

/**
 * Its role reads all secrets of the environment, the database's administrator among them, so only namespaces of the
 * platform may use the store.
 */
function store({ infra }: Context): Manifest[] {
  return infra.aws === undefined
    ? []
    : [
        {
          apiVersion: "external-secrets.io/v1",
          kind: secretStore.kind,
          metadata: { name: secretStore.name },
          spec: {
            provider: { aws: { service: "SecretsManager", region: infra.aws.region } },
            conditions: [{ namespaces: [...platformNamespaces] }],
          },
        },
      ];
}

function externalSecretsValues(context: Context): ExternalSecretsValues {
  const image = chartImage(context, "ghcr.io/external-secrets/external-secrets:v2.9.0");
  const workload = (name: string, cpu: string, memory: string) =>
    workloadValues(context, image, name, resources(cpu, memory));
  return {
    ...workload("external-secrets", "50m", "256Mi"),
    installCRDs: false,
    leaderElect: true,
    // The role may only read, so nothing of the cluster can be pushed out to Secrets Manager.
    processClusterPushSecret: false,
    processPushSecret: false,
    // A store of a namespace that names no credentials would be read with the operator's own.
    processSecretStore: false,
    rbac: {
      // EKS Pod Identity needs no tokens of other accounts.
      serviceAccountTokenCreate: false,
      // Whoever may edit a namespace shall not gain kinds that name secrets.
      aggregateToView: false,
      aggregateToEdit: false,
      aggregateToAdmin: false,
    },
    webhook: workload("external-secrets-webhook", "20m", "128Mi"),
    certController: workload("external-secrets-cert-controller", "20m", "256Mi"),
  };
}

function workloadValues(
  context: Context,
  image: ChartImage,
  name: string,
  resourcesOfIt: Resources,
): WorkloadValues {
  return {
    replicaCount: context.config.hardening.replicas,
    image: { repository: image.name, tag: image.pinnedTag },
    priorityClassName: priorityClass(context, "system-cluster-critical"),
    resources: resourcesOfIt,
    podDisruptionBudget: { enabled: hasBudget(context) },
    topologySpreadConstraints: spread({ "app.kubernetes.io/name": name }),
  };
}
