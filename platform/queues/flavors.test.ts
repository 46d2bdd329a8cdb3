import assert from "node:assert/strict";
import { QueuesConfig } from "../config/queues";
import { localInfra } from "../testing/settings";
import { resourceFlavors } from "./flavors";
import { type PoolsOf, queuedPools } from "./pools";
import { fourPools, gpuTaint, poolsOf } from "./testing/pools";

function flavorsOf(infra: PoolsOf, written: object = {}) {
  const config = QueuesConfig.parse(written);
  return resourceFlavors(queuedPools(infra, config), config);
}

describe("resourceFlavors", () => {
  const [cpu, arm, gpuSpot, gpu] = flavorsOf(fourPools);

  it("select the nodes of a pool by what they have from their start", () => {
    assert.deepEqual(cpu, {
      apiVersion: "kueue.x-k8s.io/v1beta2",
      kind: "ResourceFlavor",
      metadata: { name: "cpu" },
      spec: {
        nodeLabels: {
          "kubeflow-on-aws/pool": "cpu",
          "kubernetes.io/arch": "amd64",
          "karpenter.sh/nodepool": "cpu",
        },
      },
    });
  });

  it("keep other processors for jobs that ask for them", () => {
    assert.deepEqual(arm?.spec, {
      nodeLabels: {
        "kubeflow-on-aws/pool": "cpu-arm",
        "kubernetes.io/arch": "arm64",
        "karpenter.sh/nodepool": "cpu-arm",
      },
      nodeTaints: [{ key: "kubernetes.io/arch", value: "arm64", effect: "NoSchedule" }],
    });
    const both = flavorsOf(fourPools, { architectures: ["amd64", "arm64"] });
    const open = both.find(({ metadata }) => metadata.name === "cpu-arm");
    assert.equal(JSON.stringify(open).includes("nodeTaints"), false);
  });

  it("keep GPUs for jobs that tolerate their taint, and name the product", () => {
    assert.deepEqual(gpu?.metadata, {
      name: "gpu",
      annotations: { "kubeflow-on-aws/accelerator": "NVIDIA-L40S" },
    });
    assert.deepEqual(gpu.spec, {
      nodeLabels: {
        "kubeflow-on-aws/pool": "gpu",
        "kubernetes.io/arch": "amd64",
        "karpenter.sh/nodepool": "gpu",
        "nvidia.com/gpu.present": "true",
      },
      nodeTaints: [gpuTaint],
    });
    assert.equal(gpuSpot?.metadata.name, "gpu-spot");
  });

  it("tolerate it themselves where that is wanted, and other taints only then", () => {
    const bare = { key: "team", effect: "NoExecute" } as const;
    const infra = poolsOf([
      { name: "cpu", architecture: "amd64", taints: [bare] },
      {
        name: "gpu",
        architecture: "amd64",
        taints: [gpuTaint, bare],
        accelerator: { resource: "nvidia.com/gpu", count: 1, product: "NVIDIA-L4" },
      },
    ]);
    const [plain, tolerating] = flavorsOf(infra, { tolerateAccelerators: true });
    assert.equal(JSON.stringify(plain).includes("tolerations"), false);
    assert.deepEqual(tolerating?.spec, {
      nodeLabels: {
        "kubeflow-on-aws/pool": "gpu",
        "kubernetes.io/arch": "amd64",
        "karpenter.sh/nodepool": "gpu",
      },
      nodeTaints: [gpuTaint, bare],
      tolerations: [
        { key: "nvidia.com/gpu", operator: "Equal", value: "true", effect: "NoSchedule" },
        { key: "team", operator: "Exists", effect: "NoExecute" },
      ],
    });
  });

  it("are any node where a pool has no labels", () => {
    const [any] = flavorsOf({
      nodePools: [{ name: "default", architecture: "amd64", labels: {}, taints: [] }],
    });
    assert.deepEqual(any?.spec, {});
  });

  it("have eight labels at most, those that tell pools apart among them", () => {
    const labels = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`a${i}`, "b"]));
    const [flavor] = flavorsOf(poolsOf([{ name: "cpu", architecture: "amd64", labels }]));
    const text = JSON.stringify(flavor?.spec);
    assert.equal((text.match(/"a\d+":"b"/g) ?? []).length, 5);
    assert.match(text, /"kubeflow-on-aws\/pool":"cpu","kubernetes.io\/arch":"amd64"/);
  });
});

describe("queuedPools", () => {
  const namesOf = (infra: PoolsOf, config: object = {}) =>
    queuedPools(infra, QueuesConfig.parse(config)).map(({ name }) => name);

  it("are CPU before GPU, spot before on-demand, other processors last", () => {
    assert.deepEqual(namesOf(fourPools), ["cpu", "cpu-arm", "gpu-spot", "gpu"]);
  });

  it("are those that configuration names, in its order", () => {
    assert.deepEqual(namesOf(fourPools, { pools: ["gpu", "cpu"] }), ["gpu", "cpu"]);
  });

  it("know spot by nodes' labels where Karpenter doesn't say", () => {
    const infra = poolsOf([
      { name: "a", architecture: "amd64" },
      { name: "b", architecture: "amd64", labels: { "eks.amazonaws.com/capacityType": "SPOT" } },
    ]);
    assert.deepEqual(namesOf(infra), ["b", "a"]);
  });

  it("leave the controllers' nodes alone", () => {
    const system = { name: "system", architecture: "amd64", labels: {}, taints: [] } as const;
    assert.deepEqual(namesOf({ nodePools: [{ ...system, taints: [] }, ...localInfra.nodePools] }), [
      "cpu",
      "gpu",
    ]);
  });

  it("have what Karpenter may start, or what configuration says", () => {
    const [cpu, , , gpu] = queuedPools(fourPools, QueuesConfig.parse({ capacity: { cpu: { cpu: 500.5 } } }));
    assert.deepEqual(cpu?.capacity, { cpuMillis: 500_500, memoryMiB: 2048 * 1024, accelerators: 0 });
    assert.deepEqual(gpu?.capacity, { cpuMillis: 384_000, memoryMiB: 3072 * 1024, accelerators: 32 });
  });

  it("have so much that nothing waits where nobody knows", () => {
    const [cpu, gpu] = queuedPools(localInfra, QueuesConfig.parse({}));
    assert.deepEqual(cpu?.capacity, { cpuMillis: 1e7, memoryMiB: 40_000 * 1024, accelerators: 0 });
    assert.equal(gpu?.capacity.accelerators, 1000);
  });
});
