import * as assert from "node:assert/strict";
import { NodePool } from "../../contract/infra";
import { awsFacts } from "../facts";
import { exportedPools } from "./pools";
import { allPools, armPool, gpuPool, poolConfig } from "./testing/pools";

describe("exported pools", () => {
  const facts = awsFacts();
  const pools = exportedPools({
    pools: allPools,
    provisioner: "karpenter",
    clusterName: "kubeflow-prod",
    facts,
  });

  it("are what the contract says", () => {
    for (const one of pools) {
      assert.deepEqual(NodePool.parse(one), one);
    }
  });

  it("of GPUs keep other pods away and name the GPUs of the largest type", () => {
    assert.deepEqual(pools[2], {
      name: "gpu",
      architecture: "amd64",
      labels: {
        "kubeflow-on-aws/pool": "gpu",
        "karpenter.sh/nodepool": "gpu",
        "nvidia.com/gpu.present": "true",
      },
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
      operatingSystem: "bottlerocket",
      accelerator: { resource: "nvidia.com/gpu", count: 4, product: "NVIDIA-L4" },
    });
  });

  it("of CPUs have no accelerator, and configuration's labels and taints", () => {
    assert.deepEqual(pools[1], {
      name: "arm",
      architecture: "arm64",
      labels: {
        "example.com/team": "search",
        "kubeflow-on-aws/pool": "arm",
        "karpenter.sh/nodepool": "arm",
      },
      taints: [{ key: "example.com/arm", effect: "PreferNoSchedule" }],
      operatingSystem: "al2023",
    });
  });

  it("say which of them have adapters", () => {
    assert.deepEqual(
      pools.map(({ name, efa }) => [name, efa]),
      allPools.map(({ name, efa }) => [name, efa ? true : undefined]),
    );
  });

  it("differ between provisioners only in the label that the provisioner gives", () => {
    const managed = exportedPools({
      pools: [gpuPool, armPool],
      provisioner: "managed-node-groups",
      clusterName: "kubeflow-prod",
      facts,
    });
    assert.deepEqual(managed[0]?.labels, {
      "kubeflow-on-aws/pool": "gpu",
      "nvidia.com/gpu.present": "true",
      "eks.amazonaws.com/nodegroup": "kubeflow-prod-gpu",
    });
    assert.deepEqual(managed[0].taints, pools[2]?.taints);
    assert.deepEqual(managed[1]?.taints, pools[1]?.taints);
  });

  it("keep configuration's taints after their own", () => {
    const [one] = exportedPools({
      pools: [
        poolConfig({
          name: "shared",
          instanceTypes: ["g6.xlarge"],
          limits: { cpu: 8, memoryGiB: 32, gpu: 2 },
          taints: [{ key: "team", value: "a", effect: "NoExecute" }],
        }),
      ],
      provisioner: "karpenter",
      clusterName: "c",
      facts,
    });
    assert.deepEqual(
      one?.taints.map(({ key }) => key),
      ["nvidia.com/gpu", "team"],
    );
  });

  it("are not made from types that nobody knows", () => {
    const pools = [poolConfig({ name: "x", instanceTypes: ["x9.huge"], limits: { cpu: 1, memoryGiB: 1 } })];
    assert.throws(
      () => exportedPools({ pools, provisioner: "karpenter", clusterName: "c", facts }),
      /x9\.huge/,
    );
  });
});
