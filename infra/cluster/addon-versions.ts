import type { KubernetesVersion } from "./versions";

/** The EKS add-ons of every cluster (aws-efs-csi-driver only where there is a file system), as EKS spells them. */
export const ADDON_NAMES = [
  "vpc-cni",
  "coredns",
  "kube-proxy",
  "eks-pod-identity-agent",
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "aws-mountpoint-s3-csi-driver",
  "snapshot-controller",
  "metrics-server",
  "eks-node-monitoring-agent",
] as const;

/** Name of an EKS add-on. */
export type AddonName = (typeof ADDON_NAMES)[number];

/**
 * Where the versions below were read. An add-on's version string can't be derived from its software's release: the
 * build number after `eksbuild` is AWS' own, and only EKS knows which builds go with a Kubernetes version.
 */
export const ADDON_VERSION_SOURCES = {
  userGuide:
    "EKS user guide, tables of the pages managing-coredns, managing-kube-proxy and managing-vpc-cni (mid 2026)",
  distributedAi:
    "awslabs/awsome-distributed-ai, architectures/amazon-eks: what EKS itself installed in a 1.36 cluster, September 2026",
  capacityOrchestrator:
    "aws-solutions-library-samples/global-capacity-orchestrator-on-aws, gco/stacks/constants.py, for 1.36, August 2026",
  comfyui: "aws-samples/comfyui-on-eks, docs/mirador-security-findings-status.md, for 1.35, July 2026",
  skax: "skax-ca/eks-reference-infra, live/dev/eks/main.tf: EKS' defaults at 1.35 in ap-northeast-2, 4 August 2026",
  devopscoop:
    "devopscoop/aws-eks-template, cluster/terraform.tfvars, written from describe-addon-versions for 1.34 and 1.35, 2026",
  platformLab:
    "kirandevraaj/kubernetes-platform-engineering-gitops: installed and active in a 1.36 cluster, autumn 2026",
} as const;

/** A version, or where none could be read for the Kubernetes version: the one that EKS would take itself. */
export type AddonVersion =
  | { readonly pinned: string; readonly source: keyof typeof ADDON_VERSION_SOURCES }
  | { readonly defaultOf: "eks" };

const ofEks = { defaultOf: "eks" } as const;
const pinned = <Source extends keyof typeof ADDON_VERSION_SOURCES>(version: string, source: Source) => ({
  pinned: version,
  source,
});

/**
 * The add-ons' versions by Kubernetes version. At the default version, 1.35, all are pinned, and planning asks EKS
 * nothing. At 1.34 EKS is asked for four of them, at 1.36 for two. `kubeflow-infra:cluster.addonVersions` overrides
 * each. Regions get new builds at different times: where one is not there yet EKS refuses it by name, and the
 * override is the way out.
 */
export const ADDON_VERSIONS: Readonly<Record<KubernetesVersion, Readonly<Record<AddonName, AddonVersion>>>> =
  {
    "1.34": {
      "vpc-cni": pinned("v1.21.1-eksbuild.7", "userGuide"),
      coredns: pinned("v1.13.2-eksbuild.11", "userGuide"),
      "kube-proxy": pinned("v1.34.6-eksbuild.13", "userGuide"),
      "eks-pod-identity-agent": pinned("v1.3.10-eksbuild.3", "devopscoop"),
      "aws-ebs-csi-driver": pinned("v1.58.0-eksbuild.1", "devopscoop"),
      "aws-efs-csi-driver": ofEks,
      "aws-mountpoint-s3-csi-driver": ofEks,
      "snapshot-controller": pinned("v8.5.0-eksbuild.3", "devopscoop"),
      "metrics-server": ofEks,
      "eks-node-monitoring-agent": ofEks,
    },
    "1.35": {
      "vpc-cni": pinned("v1.22.3-eksbuild.1", "skax"),
      coredns: pinned("v1.14.3-eksbuild.3", "userGuide"),
      "kube-proxy": pinned("v1.35.3-eksbuild.13", "userGuide"),
      "eks-pod-identity-agent": pinned("v1.3.10-eksbuild.3", "skax"),
      "aws-ebs-csi-driver": pinned("v1.63.1-eksbuild.1", "skax"),
      "aws-efs-csi-driver": pinned("v3.4.1-eksbuild.1", "devopscoop"),
      "aws-mountpoint-s3-csi-driver": pinned("v2.7.0-eksbuild.1", "comfyui"),
      "snapshot-controller": pinned("v8.6.0-eksbuild.4", "devopscoop"),
      "metrics-server": pinned("v0.9.0-eksbuild.5", "skax"),
      "eks-node-monitoring-agent": pinned("v1.7.0-eksbuild.1", "devopscoop"),
    },
    "1.36": {
      "vpc-cni": pinned("v1.22.4-eksbuild.3", "distributedAi"),
      coredns: pinned("v1.14.3-eksbuild.16", "distributedAi"),
      "kube-proxy": pinned("v1.36.0-eksbuild.21", "distributedAi"),
      "eks-pod-identity-agent": pinned("v1.3.10-eksbuild.3", "distributedAi"),
      "aws-ebs-csi-driver": pinned("v1.66.0-eksbuild.1", "platformLab"),
      "aws-efs-csi-driver": pinned("v3.4.2-eksbuild.1", "capacityOrchestrator"),
      "aws-mountpoint-s3-csi-driver": ofEks,
      "snapshot-controller": pinned("v8.6.0-eksbuild.8", "platformLab"),
      "metrics-server": pinned("v0.9.0-eksbuild.7", "capacityOrchestrator"),
      "eks-node-monitoring-agent": ofEks,
    },
  };

/** The keys of a configuration that name no add-on of {@link ADDON_NAMES}. */
export function unknownAddons(versions: Readonly<Record<string, string>>): string[] {
  const known: readonly string[] = ADDON_NAMES;
  return Object.keys(versions).filter((name) => !known.includes(name));
}
