import { block, cpuOnDemand, first, managed, onePool, type Case } from "./rule-case";
import { cpuPool, gpuPool, trainingPool } from "./pools";

/** Mistakes in a pool's instance types, limits, network and way of being bought. */
export const capacityCases: readonly Case[] = [
  {
    what: "an unknown instance type",
    config: onePool(gpuPool, { instanceTypes: ["g6.xlage"] }),
    path: first("instanceTypes", 0),
    message: /no instance type g6\.xlage .* g6 has g6\.2xlarge.*did you mean g6\.xlarge\?/,
  },
  {
    what: "an unknown family",
    config: onePool(gpuPool, { instanceTypes: ["g99.xlarge"] }),
    path: first("instanceTypes", 0),
    message: /no instance type g99\.xlarge among those of \d{4}-\d\d-\d\d/,
  },
  {
    what: "a type twice",
    config: onePool(cpuPool, { instanceTypes: ["m7i.2xlarge", "m7i.2xlarge"] }),
    path: first("instanceTypes", 1),
    message: /twice/,
  },
  {
    what: "a type that the region doesn't offer",
    config: onePool(trainingPool, {}, { region: "eu-west-3" }),
    path: first("instanceTypes", 0),
    message: /p5\.48xlarge is not offered in eu-west-3 \(as of .*\); it is in ap-northeast-1, .*us-west-2/,
  },
  {
    what: "two architectures",
    config: onePool(cpuPool, { instanceTypes: ["m7i.2xlarge", "m7g.2xlarge"] }),
    path: first("instanceTypes"),
    message: /two architectures, amd64 \(m7i\.2xlarge\) and arm64 \(m7g\.2xlarge\)/,
  },
  {
    what: "two kinds of GPUs",
    config: onePool(gpuPool, { instanceTypes: ["g6.xlarge", "g5.xlarge"] }),
    path: first("instanceTypes"),
    message: /NVIDIA-L4 \(g6\.xlarge\) and NVIDIA-A10G \(g5\.xlarge\)/,
  },
  {
    what: "GPUs beside none",
    config: onePool(gpuPool, { instanceTypes: ["g6.xlarge", "m7i.large"] }),
    path: first("instanceTypes"),
    message: /NVIDIA-L4 \(g6\.xlarge\) and no GPU \(m7i\.large\)/,
  },
  {
    what: "GPUs without a limit",
    config: onePool(gpuPool, { limits: { cpu: 192, memoryGiB: 768 } }),
    path: first("limits", "gpu"),
    message: /g6\.xlarge, g6\.12xlarge have GPUs: say how many/,
  },
  {
    what: "a limit on GPUs where there are none",
    config: onePool(cpuPool, { limits: { cpu: 256, memoryGiB: 1024, gpu: 1 } }),
    path: first("limits", "gpu"),
    message: /none of the pool's instance types has a GPU/,
  },
  {
    what: "a limit on GPUs below one node",
    config: onePool(trainingPool, { limits: { cpu: 768, memoryGiB: 8192, gpu: 4 } }),
    path: first("limits", "gpu"),
    message: /4 doesn't allow a single node.* has 8/,
  },
  {
    what: "a limit on CPUs below one node",
    config: onePool(cpuPool, { limits: { cpu: 4, memoryGiB: 1024 } }),
    path: first("limits", "cpu"),
    message: /4 doesn't allow a single node.* has 8/,
  },
  {
    what: "a limit on memory below one node",
    config: onePool(cpuPool, { limits: { cpu: 256, memoryGiB: 31 } }),
    path: first("limits", "memoryGiB"),
    message: /31 doesn't allow a single node.* has 32/,
  },
  {
    what: "adapters on types without them",
    config: onePool(gpuPool, { efa: true }),
    path: first("efa"),
    message: /g6\.xlarge have no Elastic Fabric Adapter/,
  },
  {
    what: "types with different numbers of adapters",
    config: onePool(gpuPool, { efa: true, instanceTypes: ["g6e.24xlarge", "g6e.48xlarge"] }),
    path: first("efa"),
    message: /g6e\.24xlarge has 2, g6e\.48xlarge has 4/,
  },
  {
    what: "a placement group of types that can't be in one",
    config: onePool(cpuPool, { placementGroup: true, instanceTypes: ["t3.2xlarge"] }),
    path: first("placementGroup"),
    message: /t3\.2xlarge can't be in a cluster placement group/,
  },
  {
    what: "a zone of another region",
    config: onePool(trainingPool, { zone: "us-west-1a" }),
    path: first("zone"),
    message: /us-west-2 has no zone us-west-1a; it has us-west-2a, us-west-2b/,
  },
  {
    what: "reserved capacity without reservations",
    config: onePool(trainingPool, { capacityReservations: undefined }),
    path: first("capacityReservations"),
    message: /say which reservations/,
  },
  {
    what: "reservations that are never used",
    config: onePool(trainingPool, { capacityTypes: ["on-demand"] }),
    path: first("capacityTypes"),
    message: /never used: add reserved/,
  },
  {
    what: "a Capacity Block of a type that has none",
    config: onePool(gpuPool, { capacityTypes: ["reserved"], capacityReservations: block }),
    path: first("capacityReservations", "kind"),
    message: /no Capacity Blocks of g6\.xlarge/,
  },
  {
    what: "a least number of nodes for Karpenter",
    config: onePool(cpuPool, { minSize: 1 }),
    path: first("minSize"),
    message: /only managed node groups/,
  },
  {
    what: "more least than most nodes",
    config: onePool(cpuOnDemand, { minSize: 3, maxSize: 2 }, managed),
    path: first("maxSize"),
    message: /2 is less than minSize, 3/,
  },
  {
    what: "more least nodes than the limits allow",
    config: onePool(trainingPool, { minSize: 5 }, managed),
    path: first("minSize"),
    message: /5 nodes are more than limits allow, 4/,
  },
  {
    what: "limits below the largest type of a managed node group",
    config: onePool({ ...gpuPool, limits: { cpu: 192, memoryGiB: 768, gpu: 2 } }, {}, managed),
    path: first("limits"),
    message: /no node of g6\.12xlarge/,
  },
  {
    what: "two ways to buy nodes of a managed node group",
    config: onePool(cpuPool, {}, managed),
    path: first("capacityTypes"),
    message: /not spot and on-demand: make a pool of each/,
  },
  {
    what: "two reservations of a managed node group",
    config: onePool(
      trainingPool,
      { capacityReservations: { ids: ["cr-0123456789abcdef0", "cr-0123456789abcdef1"] } },
      managed,
    ),
    path: first("capacityReservations", "ids"),
    message: /one reservation/,
  },
  {
    what: "two types in a Capacity Block of a managed node group",
    config: onePool(
      trainingPool,
      { instanceTypes: ["p5.48xlarge", "p5.4xlarge"], efa: false, capacityReservations: block },
      managed,
    ),
    path: first("instanceTypes"),
    message: /one instance type/,
  },
];
