import * as assert from "node:assert/strict";
import { at } from "../../plugin";
import { DEFAULT_POOLS, nodeManifests, nodeNames } from "./nodes";
import { SimulatedPool } from "./inputs";

describe("simulated nodes", () => {
  const nodes = nodeManifests(DEFAULT_POOLS, "1.35");
  const byName = (name: string) => nodes.find((node) => at(node, "metadata", "name") === name);

  it("are one system, two CPU and two GPU nodes by default", () => {
    assert.deepEqual(nodeNames(DEFAULT_POOLS), ["system-1", "cpu-1", "cpu-2", "gpu-1", "gpu-2"]);
    assert.deepEqual(
      nodes.map((node) => at(node, "metadata", "name")),
      nodeNames(DEFAULT_POOLS),
    );
  });

  it("offer GPUs, and keep pods away that don't ask for them", () => {
    const gpu = byName("gpu-1");
    assert.equal(at(gpu, "status", "allocatable", "nvidia.com/gpu"), "4");
    assert.deepEqual(at(gpu, "spec", "taints"), [
      { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" },
    ]);
    assert.equal(at(gpu, "metadata", "labels", "nvidia.com/gpu.product"), "NVIDIA-A10G");
    assert.deepEqual(at(byName("cpu-1"), "spec", "taints"), []);
    assert.equal(at(byName("cpu-1"), "status", "capacity", "nvidia.com/gpu"), undefined);
  });

  it("have a disk, for pods that ask for a part of it", () => {
    for (const node of nodes) {
      assert.equal(at(node, "status", "allocatable", "ephemeral-storage"), "200Gi");
    }
  });

  it("carry the labels that EKS nodes have, each in a zone", () => {
    const labels = at(byName("cpu-2"), "metadata", "labels");
    assert.deepEqual(labels, {
      "kubernetes.io/hostname": "cpu-2",
      "kubernetes.io/os": "linux",
      "kubernetes.io/arch": "amd64",
      "node.kubernetes.io/instance-type": "m6i.8xlarge",
      "topology.kubernetes.io/region": "us-west-2",
      "topology.kubernetes.io/zone": "us-west-2b",
      "kubeflow-on-aws/pool": "cpu",
      "karpenter.sh/nodepool": "cpu",
      "karpenter.sh/capacity-type": "spot",
    });
  });

  it("say that they are simulated", () => {
    for (const node of nodes) {
      assert.equal(at(node, "metadata", "annotations", "kwok.x-k8s.io/node"), "fake");
      assert.equal(at(node, "status", "nodeInfo", "osImage"), "simulated");
    }
  });

  it("take a pool's own labels over the computed ones", () => {
    const [pool] = DEFAULT_POOLS;
    assert.ok(pool);
    const zone = { "topology.kubernetes.io/zone": "eu-west-1c" };
    const [node] = nodeManifests([{ ...pool, labels: zone }], "1.35");
    assert.equal(at(node, "metadata", "labels", "topology.kubernetes.io/zone"), "eu-west-1c");
  });

  it("of the default pools satisfy the schema of configuration", () => {
    DEFAULT_POOLS.forEach((pool) => {
      assert.deepEqual(SimulatedPool.parse(pool), pool);
    });
  });
});
