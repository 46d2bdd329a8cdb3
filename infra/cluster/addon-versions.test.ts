import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EksConfig } from "../config/cluster";
import { ADDON_NAMES, ADDON_VERSION_SOURCES, ADDON_VERSIONS, unknownAddons } from "./addon-versions";
import { resolveAddonVersions } from "./resolve-addon-versions";
import { DEFAULT_KUBERNETES_VERSION, isKubernetesVersion, KUBERNETES_VERSIONS } from "./versions";

const tables = Object.entries(ADDON_VERSIONS);

describe("add-on versions", () => {
  it("are known for every add-on at every Kubernetes version", () => {
    assert.deepEqual(Object.keys(ADDON_VERSIONS), Object.keys(KUBERNETES_VERSIONS));
    for (const [kubernetes, versions] of tables) {
      assert.deepEqual(Object.keys(versions), [...ADDON_NAMES], kubernetes);
    }
  });

  it("have the form that the configuration asks for, and a source", () => {
    for (const [kubernetes, versions] of tables) {
      for (const [name, version] of Object.entries(versions)) {
        if ("pinned" in version) {
          const { addonVersions } = EksConfig.parse({
            kind: "eks",
            name: "kubeflow",
            addonVersions: { [name]: version.pinned },
          });
          assert.equal(addonVersions[name], version.pinned, kubernetes);
          assert.ok(version.source in ADDON_VERSION_SOURCES);
        }
      }
    }
  });

  it("are all pinned at the default version, so that planning it asks EKS nothing", () => {
    const open = Object.values(ADDON_VERSIONS[DEFAULT_KUBERNETES_VERSION]).filter(
      (one) => !("pinned" in one),
    );
    assert.deepEqual(open, []);
  });

  it("of kube-proxy are of the cluster's minor version, which EKS insists on", () => {
    for (const [kubernetes, versions] of tables) {
      const proxy = versions["kube-proxy"];
      assert.ok("pinned" in proxy && proxy.pinned.startsWith(`v${kubernetes}.`), kubernetes);
    }
  });

  it("never go back when Kubernetes goes up", () => {
    for (const name of ADDON_NAMES) {
      const pinned = tables.flatMap(([, versions]) => {
        const version = versions[name];
        return "pinned" in version ? [version.pinned.match(/\d+/g)?.map(Number) ?? []] : [];
      });
      const ordered = [...pinned].sort(
        (a, b) => a.map((part, at) => part - (b[at] ?? 0)).find((d) => d !== 0) ?? 0,
      );
      assert.deepEqual(pinned, ordered, name);
    }
  });

  it("are checked for names that are no add-on's", () => {
    assert.deepEqual(unknownAddons({ coredns: "v1.14.3-eksbuild.3", "core-dns": "v1.14.3-eksbuild.3" }), [
      "core-dns",
    ]);
    assert.equal(isKubernetesVersion("1.33"), false);
  });
});

describe("resolving add-on versions", () => {
  it("takes the pinned ones, and those of the configuration instead", async () => {
    const versions = await resolveAddonVersions("1.35", { coredns: "v9.9.9-eksbuild.9" });
    assert.deepEqual(versions, {
      "vpc-cni": "v1.22.3-eksbuild.1",
      coredns: "v9.9.9-eksbuild.9",
      "kube-proxy": "v1.35.3-eksbuild.13",
      "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
      "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
      "aws-efs-csi-driver": "v3.4.1-eksbuild.1",
      "aws-mountpoint-s3-csi-driver": "v2.7.0-eksbuild.1",
      "snapshot-controller": "v8.6.0-eksbuild.4",
      "metrics-server": "v0.9.0-eksbuild.5",
      "eks-node-monitoring-agent": "v1.7.0-eksbuild.1",
    });
  });

  it("asks EKS for its default where none is pinned, and for nothing else", async () => {
    const asked: unknown[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ name }) => ({ id: name, state: {} }),
      call: ({ token, inputs }: pulumi.runtime.MockCallArgs) => {
        asked.push([token, { ...inputs }]);
        return { version: "v7.7.7-eksbuild.7" };
      },
    });
    const versions = await resolveAddonVersions("1.36", { "eks-node-monitoring-agent": "v1.6.6-eksbuild.1" });
    await pulumi.runtime.disconnect();
    assert.deepEqual(asked, [
      [
        "aws:eks/getAddonVersion:getAddonVersion",
        { addonName: "aws-mountpoint-s3-csi-driver", kubernetesVersion: "1.36", mostRecent: false },
      ],
    ]);
    assert.equal(versions["aws-mountpoint-s3-csi-driver"], "v7.7.7-eksbuild.7");
    assert.equal(versions["eks-node-monitoring-agent"], "v1.6.6-eksbuild.1");
    assert.equal(versions.coredns, "v1.14.3-eksbuild.16");
  });

  it("refuses add-ons and Kubernetes versions that it doesn't know, and says which it does", async () => {
    await assert.rejects(resolveAddonVersions("1.35", { "core-dns": "v1.14.3-eksbuild.3" }), {
      name: "UserError",
      exitCode: 2,
      message: `kubeflow-infra:cluster.addonVersions names core-dns; allowed: ${ADDON_NAMES.join(", ")}.`,
    });
    await assert.rejects(resolveAddonVersions("1.33", {}), {
      name: "UserError",
      message: "kubeflow-infra:cluster.kubernetesVersion is 1.33; allowed: 1.34, 1.35, 1.36.",
    });
  });
});
