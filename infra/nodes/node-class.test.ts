import * as assert from "node:assert/strict";
import { productionSite } from "../testing/mocks";
import { nodeClassManifest, type NodeClassArgs } from "./node-class";
import { asJson, karpenterCrdsFile, readSchemas, violations } from "./testing/crds";
import { allPools, armPool, cpuPool, gpuPool, pool, poolConfig, trainingPool } from "./testing/pools";

describe("Karpenter's EC2NodeClasses", () => {
  const dataKeyArn = "arn:aws:kms:us-west-2:111122223333:key/0";
  const args: NodeClassArgs = {
    site: productionSite,
    roleName: "kubeflow-prod-karpenter-node",
    subnetIds: ["subnet-0a", "subnet-0b"],
    securityGroupId: "sg-0123456789abcdef0",
    dataKeyArn,
    nodeTags: { owner: "ml-platform" },
  };
  const disk = (deviceName: string, volumeSize: string) => ({
    deviceName,
    ebs: { volumeType: "gp3", volumeSize, encrypted: true, kmsKeyID: dataKeyArn, deleteOnTermination: true },
  });

  it("of GPUs with NVMe disks put images on them and keep credentials from pods", () => {
    assert.deepEqual(nodeClassManifest(pool(gpuPool), args), {
      apiVersion: "karpenter.k8s.aws/v1",
      kind: "EC2NodeClass",
      metadata: { name: "gpu" },
      spec: {
        amiSelectorTerms: [{ alias: "bottlerocket@v1.66.0" }],
        role: "kubeflow-prod-karpenter-node",
        subnetSelectorTerms: [{ id: "subnet-0a" }, { id: "subnet-0b" }],
        securityGroupSelectorTerms: [{ id: "sg-0123456789abcdef0" }],
        associatePublicIPAddress: false,
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [disk("/dev/xvda", "4Gi"), disk("/dev/xvdb", "50Gi")],
        instanceStorePolicy: "RAID0",
        tags: { owner: "ml-platform" },
      },
    });
  });

  it("without NVMe disks have a volume for images, and as many pods as prefixes allow", () => {
    const { spec } = nodeClassManifest(pool(cpuPool), args);
    assert.deepEqual(spec.blockDeviceMappings, [disk("/dev/xvda", "4Gi"), disk("/dev/xvdb", "200Gi")]);
    assert.equal(spec.instanceStorePolicy, undefined);
    assert.deepEqual(spec.kubelet, { maxPods: 110 });
  });

  it("with NVMe disks on some types only keep the volume for the others", () => {
    const mixed = poolConfig({
      name: "mixed",
      instanceTypes: ["m6i.xlarge", "m6id.xlarge"],
      limits: { cpu: 8, memoryGiB: 32 },
    });
    const { spec } = nodeClassManifest(pool(mixed), args);
    assert.equal(spec.instanceStorePolicy, "RAID0");
    assert.deepEqual(spec.blockDeviceMappings, [disk("/dev/xvda", "4Gi"), disk("/dev/xvdb", "200Gi")]);
  });

  it("of Amazon Linux have one volume", () => {
    const { spec } = nodeClassManifest(pool(armPool), args);
    assert.deepEqual(spec.amiSelectorTerms, [{ alias: "al2023@v20261023" }]);
    assert.deepEqual(spec.blockDeviceMappings, [disk("/dev/xvda", "200Gi")]);
  });

  it("for training have all adapters, a placement group and the reservation", () => {
    const { spec } = nodeClassManifest(pool(trainingPool), args);
    assert.deepEqual(spec.placementGroupSelector, { name: "kubeflow-prod-train" });
    assert.deepEqual(spec.capacityReservationSelectorTerms, [{ id: "cr-0123456789abcdef0" }]);
    assert.ok(Array.isArray(spec.networkInterfaces));
    assert.equal(spec.networkInterfaces.length, 33);
    assert.equal(spec.kubelet, undefined);
  });

  it("are what the custom resource definition takes", function () {
    const file = karpenterCrdsFile();
    if (file === undefined) {
      process.stderr.write("SKIPPED: no charts/karpenter-crd-1.14.1 in a mirror (see MANIFESTS_MIRROR)\n");
      return this.skip();
    }
    const schema = readSchemas(file).get("karpenter.k8s.aws/v1 EC2NodeClass");
    assert.ok(schema !== undefined);
    for (const config of allPools) {
      for (const nodeTags of [{}, args.nodeTags]) {
        const manifest = nodeClassManifest(pool(config), { ...args, nodeTags });
        assert.deepEqual(violations(asJson(manifest), schema), [], config.name);
      }
    }
  });
});
