import { toManifest } from "../../manifests/manifest";
import type { Context } from "../part";
import type { Addon } from "./addon";
import { charts } from "./charts";
import { chartImage } from "./images";
import { type Budget, priorityClass, type Resources, resources } from "./pods";

/** What is set of the chart's values. */
interface KarpenterValues {
  readonly replicas: number;
  readonly priorityClassName: string;
  readonly podDisruptionBudget: Budget;
  readonly controller: {
    readonly image: {
      readonly repository: string;
      readonly tag: string;
      readonly digest: string | undefined;
    };
    readonly resources: Resources;
  };
  readonly settings: {
    readonly clusterName: string;
    readonly clusterEndpoint: string;
    readonly interruptionQueue: string;
  };
}

/**
 * Karpenter, and the pools of nodes that it starts.
 *
 * It runs on the system nodes: the chart tolerates their taint and keeps off the nodes that Karpenter itself starts.
 * Its pools are there before any pod needs them, and go last, after everything that runs on them.
 */
export const karpenter: Addon = {
  name: "karpenter",
  title: "Karpenter",
  chart: charts.karpenter,
  namespace: "kube-system",
  requires: [],
  after: [],
  enabledByDefault: ({ infra }) => infra.aws?.karpenter !== undefined,
  defaultText: "on AWS where Karpenter starts the nodes",
  offersResources: true,
  additions: ({ infra }) =>
    [...(infra.aws?.karpenter?.nodeClasses ?? []), ...(infra.aws?.karpenter?.nodePools ?? [])].map(
      (manifest) => toManifest(manifest, "infra's outputs aws.karpenter"),
    ),
  values: karpenterValues,
};

function karpenterValues(context: Context): KarpenterValues {
  const { infra, config } = context;
  const { name, tag, digest } = chartImage(
    context,
    "public.ecr.aws/karpenter/controller:1.14.1@sha256:445baefaaa689029cc12ac1f659b916b0b82fb14308ce536f8521fcf079116fa",
  );
  return {
    replicas: config.hardening.replicas,
    priorityClassName: priorityClass(context, "system-cluster-critical"),
    podDisruptionBudget: { maxUnavailable: 1 },
    controller: {
      image: { repository: name, tag, digest },
      resources: resources("500m", "1Gi"),
    },
    settings: {
      clusterName: infra.cluster.name,
      clusterEndpoint: infra.cluster.endpoint,
      interruptionQueue: infra.aws?.karpenter?.interruptionQueue ?? "",
    },
  };
}
