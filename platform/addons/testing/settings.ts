import { InfraOutputs } from "../../../contract";
import type { Context } from "../../part";
import { awsInfra, contextOf, localInfra } from "../../testing/settings";

/** Environments that the add-ons' values are looked at in. */

const gpu = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" } as const;

/** Prod as Pulumi.prod.yaml has it: pools of each kind, one of them with adapters and NVIDIA's plugin to install. */
const prodInfra = InfraOutputs.parse({
  ...awsInfra,
  nodePools: [
    ...awsInfra.nodePools.map((pool) => ({ ...pool, operatingSystem: "bottlerocket" })),
    {
      name: "training",
      architecture: "amd64",
      labels: { "kubeflow-on-aws/pool": "training", "karpenter.sh/nodepool": "training" },
      taints: [gpu, { key: "team", effect: "NoExecute" }],
      operatingSystem: "al2023",
      efa: true,
      accelerator: { resource: "nvidia.com/gpu", count: 8, product: "NVIDIA-H100-80GB-HBM3" },
    },
  ],
});

/** Dev as Pulumi.dev.yaml has it: no domain, and Bottlerocket on all nodes. */
const devInfra = InfraOutputs.parse({
  ...prodInfra,
  environment: "dev",
  cluster: { ...prodInfra.cluster, name: "kubeflow-dev" },
  nodePools: prodInfra.nodePools.filter(({ name }) => name !== "training"),
  aws: { ...prodInfra.aws, edge: undefined },
});

/** The same as prod with upstream's registries. */
const upstreamInfra = InfraOutputs.parse({ ...prodInfra, aws: { ...prodInfra.aws, imageRegistries: {} } });

/** The environments by their names. */
export const settings = {
  prod: contextOf(prodInfra),
  dev: contextOf(
    devInfra,
    {
      hardening: { replicas: 1 },
      observability: { metrics: { retentionDays: 3, storageGiB: 20 }, logs: { retentionDays: 7 } },
    },
    ["externalDns", "loadBalancerController", "gpuDevicePlugin", "efaDevicePlugin"],
  ),
  /** Nothing to watch anything with, and no class of our own. */
  bare: contextOf(prodInfra, { hardening: { priorityClasses: false } }, ["prometheus", "loki"]),
  upstream: contextOf(upstreamInfra),
  local: contextOf(localInfra),
} as const satisfies Readonly<Record<string, Context>>;
