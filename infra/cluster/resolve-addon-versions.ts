import { getAddonVersion } from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../config/errors";
import { ADDON_NAMES, ADDON_VERSIONS, type AddonName, unknownAddons } from "./addon-versions";
import { isKubernetesVersion, KUBERNETES_VERSIONS } from "./versions";

/** The version of every add-on, decided before anything is registered. */
export type AddonVersions = Readonly<Record<AddonName, string>>;

/**
 * Decides the add-ons' versions: the configured ones, else the pinned ones, else what EKS takes by default. Awaited
 * rather than an Output, so that the versions are in the plan, in the inventory and in the state as plain text.
 *
 * @param kubernetesVersion the cluster's minor version
 * @param configured        `kubeflow-infra:cluster.addonVersions`
 * @param opts              the provider of the region; used where EKS has to be asked
 * @throws UserError where the Kubernetes version or an add-on's name is unknown
 */
export async function resolveAddonVersions(
  kubernetesVersion: string,
  configured: Readonly<Record<string, string>>,
  opts?: pulumi.InvokeOptions,
): Promise<AddonVersions> {
  if (!isKubernetesVersion(kubernetesVersion)) {
    throw new UserError(
      `kubeflow-infra:cluster.kubernetesVersion is ${kubernetesVersion}; allowed: ${Object.keys(KUBERNETES_VERSIONS).join(", ")}.`,
    );
  }
  const unknown = unknownAddons(configured);
  if (unknown.length > 0) {
    throw new UserError(
      `kubeflow-infra:cluster.addonVersions names ${unknown.join(", ")}; allowed: ${ADDON_NAMES.join(", ")}.`,
    );
  }
  const resolve = async (name: AddonName): Promise<string> => {
    const override = configured[name];
    if (override !== undefined) {
      return override;
    }
    const version = ADDON_VERSIONS[kubernetesVersion][name];
    return "pinned" in version ? version.pinned : defaultVersion(name, kubernetesVersion, opts);
  };
  return {
    "vpc-cni": await resolve("vpc-cni"),
    coredns: await resolve("coredns"),
    "kube-proxy": await resolve("kube-proxy"),
    "eks-pod-identity-agent": await resolve("eks-pod-identity-agent"),
    "aws-ebs-csi-driver": await resolve("aws-ebs-csi-driver"),
    "aws-efs-csi-driver": await resolve("aws-efs-csi-driver"),
    "aws-mountpoint-s3-csi-driver": await resolve("aws-mountpoint-s3-csi-driver"),
    "snapshot-controller": await resolve("snapshot-controller"),
    "metrics-server": await resolve("metrics-server"),
    "eks-node-monitoring-agent": await resolve("eks-node-monitoring-agent"),
  };
}

async function defaultVersion(
  addonName: AddonName,
  kubernetesVersion: string,
  opts: pulumi.InvokeOptions | undefined,
): Promise<string> {
  const { version } = await getAddonVersion({ addonName, kubernetesVersion, mostRecent: false }, opts);
  return version;
}
