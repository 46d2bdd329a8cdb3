import * as assert from "node:assert/strict";
import { nodePoolManifest } from "./karpenter-pool";
import { allPools, cpuPool, gpuPool, pool, poolConfig, trainingPool } from "./testing/pools";
import { asJson, karpenterCrdsFile, readSchemas, violations } from "./testing/crds";

describe("Karpenter's NodePools", () => {
  const zones = ["us-west-2a", "us-west-2b"];

  it("of GPUs are left alone while they train, start and end at no nodes, and are limited", () => {
    assert.deepEqual(nodePoolManifest(pool(gpuPool), zones), {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: { name: "gpu" },
      spec: {
        template: {
          metadata: { labels: { "kubeflow-on-aws/pool": "gpu", "nvidia.com/gpu.present": "true" } },
          spec: {
            nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpu" },
            requirements: [
              {
                key: "node.kubernetes.io/instance-type",
                operator: "In",
                values: ["g6.xlarge", "g6.12xlarge"],
              },
              { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
              { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
              { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
              { key: "topology.kubernetes.io/zone", operator: "In", values: zones },
            ],
            taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
            expireAfter: "336h",
          },
        },
        disruption: {
          consolidationPolicy: "WhenEmpty",
          consolidateAfter: "10m",
          budgets: [
            { nodes: "100%", reasons: ["Empty"] },
            { nodes: "1", reasons: ["Drifted"] },
          ],
        },
        limits: { cpu: "192", memory: "768Gi", "nvidia.com/gpu": "16" },
      },
    });
  });

  it("of CPUs are packed", () => {
    const { spec } = nodePoolManifest(pool(cpuPool), zones);
    assert.deepEqual(spec.disruption, {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "10m",
      budgets: [
        { nodes: "100%", reasons: ["Empty"] },
        { nodes: "20%", reasons: ["Drifted", "Underutilized"] },
      ],
    });
    assert.deepEqual(spec.limits, { cpu: "256", memory: "1024Gi" });
  });

  it("of CPUs that train over several nodes are left alone too", () => {
    const training = poolConfig({
      name: "mpi",
      instanceTypes: ["c6in.32xlarge"],
      limits: { cpu: 512, memoryGiB: 1024 },
      efa: true,
    });
    assert.match(JSON.stringify(nodePoolManifest(pool(training), [])), /"WhenEmpty"/);
  });

  it("leave the zone to the subnets where none is asked for", () => {
    assert.doesNotMatch(JSON.stringify(nodePoolManifest(pool(cpuPool), [])), /topology/);
  });

  it("buy reserved capacity where that is asked for", () => {
    assert.match(
      JSON.stringify(nodePoolManifest(pool(trainingPool), zones)),
      /"karpenter.sh\/capacity-type","operator":"In","values":\["reserved"\]/,
    );
  });

  it("are what the custom resource definition takes", function () {
    const file = karpenterCrdsFile();
    if (file === undefined) {
      process.stderr.write("SKIPPED: no charts/karpenter-crd-1.14.1 in a mirror (see MANIFESTS_MIRROR)\n");
      return this.skip();
    }
    const schema = readSchemas(file).get("karpenter.sh/v1 NodePool");
    assert.ok(schema !== undefined);
    for (const config of allPools) {
      assert.deepEqual(violations(asJson(nodePoolManifest(pool(config), zones)), schema), [], config.name);
    }
  });

  it("would be found out with a wrong field", function () {
    const file = karpenterCrdsFile();
    const schema = file === undefined ? undefined : readSchemas(file).get("karpenter.sh/v1 NodePool");
    if (schema === undefined) {
      return this.skip();
    }
    const right = nodePoolManifest(pool(gpuPool), zones);
    const wrong = { ...right, spec: { templates: {}, limits: { cpu: "many" }, weight: 1000 } };
    const found = violations(asJson(wrong), schema);
    assert.equal(found.length, 4);
    assert.ok(found.includes(".spec.template: is required"));
    assert.ok(found.includes(".spec.templates: is no field"));
    assert.ok(found.includes(".spec.weight: is too large"));
    assert.ok(found.some((one) => one.startsWith('.spec.limits.cpu: "many" does not match')));
  });
});
