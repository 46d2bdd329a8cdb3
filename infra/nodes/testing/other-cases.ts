import { first, good, onePool, type Case } from "./rule-case";
import { armPool, cpuPool, gpuPool } from "./pools";

/** Mistakes in names, labels, taints and volumes, and in the system nodes. */
export const otherCases: readonly Case[] = [
  {
    what: "a volume larger than there are",
    config: onePool(cpuPool, { volumeGiB: 60_000 }),
    path: first("volumeGiB"),
    message: /59000 GiB or fewer/,
  },
  {
    what: "a pool called system",
    config: onePool(cpuPool, { name: "system" }),
    path: first("name"),
    message: /nodes that run the controllers/,
  },
  {
    what: "two pools of one name",
    config: { ...good, nodePools: [cpuPool, gpuPool, { ...armPool, name: "cpu" }] },
    path: ["nodePools", 2, "name"],
    message: /nodePools\[0\] already/,
  },
  {
    what: "a label of Kubernetes'",
    config: onePool(cpuPool, { labels: { "node.kubernetes.io/role": "x" } }),
    path: first("labels", "node.kubernetes.io/role"),
    message: /belongs to Kubernetes, EKS or Karpenter/,
  },
  {
    what: "a label that nodes get anyway",
    config: onePool(cpuPool, { labels: { "kubeflow-on-aws/pool": "x" } }),
    path: first("labels", "kubeflow-on-aws/pool"),
    message: /without asking/,
  },
  {
    what: "a label that is none",
    config: onePool(cpuPool, { labels: { "a b": "x" } }),
    path: first("labels", "a b"),
    message: /no key of a label/,
  },
  {
    what: "a label's value that is none",
    config: onePool(cpuPool, { labels: { team: "a team" } }),
    path: first("labels", "team"),
    message: /"a team" is no value of a label/,
  },
  {
    what: "the taint of GPU pools",
    config: onePool(gpuPool, { taints: [{ key: "nvidia.com/gpu", effect: "NoExecute" }] }),
    path: first("taints", 0),
    message: /without asking/,
  },
  {
    what: "a taint twice",
    config: onePool(cpuPool, {
      taints: [
        { key: "a", value: "1", effect: "NoSchedule" },
        { key: "a", value: "2", effect: "NoSchedule" },
      ],
    }),
    path: first("taints", 1),
    message: /taints\[0\] has this key and effect/,
  },
  {
    what: "system nodes with GPUs",
    config: { ...good, systemNodes: { ...good.systemNodes, instanceTypes: ["g6.xlarge"] } },
    path: ["systemNodes", "instanceTypes", 0],
    message: /g6\.xlarge has GPUs, which no controller needs/,
  },
  {
    what: "system nodes of two architectures",
    config: { ...good, systemNodes: { ...good.systemNodes, instanceTypes: ["m7i.large", "m7g.large"] } },
    path: ["systemNodes", "instanceTypes"],
    message: /two architectures/,
  },
  {
    what: "system nodes of an unknown type",
    config: { ...good, systemNodes: { ...good.systemNodes, instanceTypes: ["m7i.lrge"] } },
    path: ["systemNodes", "instanceTypes", 0],
    message: /did you mean m7i\.large\?/,
  },
  {
    what: "more least than most system nodes",
    config: { ...good, systemNodes: { instanceTypes: ["m7i.large"], minSize: 3, maxSize: 2 } },
    path: ["systemNodes", "maxSize"],
    message: /2 is less than minSize, 3/,
  },
];
