import assert from "node:assert/strict";
import { productionSite, underMocks } from "../testing/mocks";
import { addonTable } from "./addon-table";
import { ADDON_NAMES } from "./addon-versions";
import { ClusterAddons, type ClusterAddonsArgs } from "./addons";
import { resolveAddonVersions } from "./resolve-addon-versions";

const ebsCsi = "arn:aws:iam::111122223333:role/kubeflow-prod-ebs-csi";
const efsCsi = "arn:aws:iam::111122223333:role/kubeflow-prod-efs-csi";
const mountpointS3 = "arn:aws:iam::111122223333:role/kubeflow-prod-mountpoint-s3";
const system = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
const every = [{ operator: "Exists" }];

const run = async (roleArns: ClusterAddonsArgs["roleArns"]) => {
  const versions = await resolveAddonVersions("1.35", {});
  const { resources, value } = await underMocks(
    () =>
      new ClusterAddons("addons", {
        site: productionSite,
        clusterName: "kubeflow-prod",
        versions,
        roleArns,
        tags: { owner: "ml-platform" },
      }).installed,
  );
  return { value, addons: resources.filter(({ type }) => type === "aws:eks/addon:Addon") };
};

/** An add-on's inputs, its configuration as an object. */
const readable = ({ configurationValues, ...inputs }: Readonly<Record<string, unknown>>) => ({
  ...inputs,
  ...(typeof configurationValues === "string"
    ? { configuration: JSON.parse(configurationValues) as unknown }
    : {}),
});

describe("ClusterAddons", () => {
  it("installs every add-on that the cluster itself doesn't bring", async () => {
    const { addons } = await run({ ebsCsi, efsCsi, mountpointS3 });
    const common = {
      clusterName: "kubeflow-prod",
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
    };
    const addon = (addonName: string, addonVersion: string, more: object = {}) => [
      `addons-${addonName}`,
      { ...common, addonName, addonVersion, tags: { Name: `kubeflow-prod-${addonName}` }, ...more },
    ];
    assert.deepEqual(
      new Map(addons.map(({ name, inputs }) => [name, readable(inputs)])),
      new Map<unknown, unknown>(
        [
          addon("eks-pod-identity-agent", "v1.3.10-eksbuild.3"),
          addon("coredns", "v1.14.3-eksbuild.3", {
            configuration: {
              tolerations: system,
              autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 },
            },
          }),
          addon("snapshot-controller", "v8.6.0-eksbuild.4", { configuration: { tolerations: system } }),
          addon("aws-ebs-csi-driver", "v1.63.1-eksbuild.1", {
            configuration: {
              controller: {
                tolerations: system,
                extraVolumeTags: { owner: "ml-platform", "kubeflow-on-aws/cluster": "kubeflow-prod" },
              },
              node: { tolerateAllTaints: true },
            },
            podIdentityAssociations: [{ serviceAccount: "ebs-csi-controller-sa", roleArn: ebsCsi }],
          }),
          addon("aws-efs-csi-driver", "v3.4.1-eksbuild.1", {
            configuration: { controller: { tolerations: system } },
            podIdentityAssociations: [{ serviceAccount: "efs-csi-controller-sa", roleArn: efsCsi }],
          }),
          addon("aws-mountpoint-s3-csi-driver", "v2.7.0-eksbuild.1", {
            configuration: { controller: { tolerations: system }, node: { tolerateAllTaints: true } },
            podIdentityAssociations: [{ serviceAccount: "s3-csi-driver-sa", roleArn: mountpointS3 }],
          }),
          addon("metrics-server", "v0.9.0-eksbuild.5", { configuration: { tolerations: system } }),
          addon("eks-node-monitoring-agent", "v1.7.0-eksbuild.1", {
            configuration: { nodeAgent: { tolerations: every }, dcgmAgent: { tolerations: every } },
          }),
        ].map(([name, inputs]) => [name, inputs]),
      ),
    );
  });

  it("leaves the EFS driver out where there is no file system", async () => {
    const { addons, value } = await run({ ebsCsi, mountpointS3 });
    assert.equal(
      addons.some(({ inputs }) => inputs.addonName === "aws-efs-csi-driver"),
      false,
    );
    assert.equal(Object.keys(value).length, addons.length);
    assert.equal(value["metrics-server"], "v0.9.0-eksbuild.5");
  });
});

describe("the table of add-ons", () => {
  const table = addonTable({ efs: true, volumeTags: {} });

  it("has each add-on once, but those that come with the cluster", () => {
    const own = new Set(["vpc-cni", "kube-proxy"]);
    assert.deepEqual(
      table.map(({ addon }) => addon).sort(),
      ADDON_NAMES.filter((name) => !own.has(name)).sort(),
    );
  });

  it("lets nothing come before what it needs, and identities not before the agent that hands them out", () => {
    const seen = new Set<string>();
    for (const { addon, after = [], identity } of table) {
      for (const before of after) {
        assert.ok(seen.has(before), `${addon} before ${before}`);
      }
      assert.ok(identity === undefined || after.includes("eks-pod-identity-agent"), addon);
      seen.add(addon);
    }
  });
});
