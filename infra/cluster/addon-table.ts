import type { Json } from "../../plugin/json";
import type { AddonName } from "./addon-versions";

/** IAM roles that add-ons' pods take, by what uses them. */
export interface AddonRoleArns<Arn> {
  /** EBS CSI driver: makes, attaches and deletes volumes. */
  readonly ebsCsi: Arn;
  /** EFS CSI driver: makes and deletes access points. Needed where there is a file system. */
  readonly efsCsi?: Arn | undefined;
  /** Mountpoint for S3: reads the models bucket; a tenant's own buckets are mounted with the pod's role. */
  readonly mountpointS3: Arn;
}

/** An add-on, how it is configured and what it needs. */
export interface AddonEntry {
  readonly addon: AddonName;
  /** What differs from the add-on's own defaults. Default: nothing. */
  readonly configuration?: Readonly<Record<string, Json>>;
  /** The service account in kube-system that takes an IAM role. Default: none. */
  readonly identity?: { readonly serviceAccount: string; readonly role: keyof AddonRoleArns<unknown> };
  /** Add-ons that have to be there before. Default: none. */
  readonly after?: readonly AddonName[];
}

/** What the table depends on. */
export interface AddonTableOptions {
  /** Whether there is an EFS file system. */
  readonly efs: boolean;
  /** Tags of EBS volumes that the driver makes; AWS bills by them, and the provider's default tags don't reach them. */
  readonly volumeTags: Readonly<Record<string, string>>;
}

/** Controllers run on the system nodes, before there are others. */
const SYSTEM_NODES: Json = [{ key: "CriticalAddonsOnly", operator: "Exists" }];

/** What serves a node runs on every node, whatever its taints: nvidia.com/gpu, a team's, those of starting up. */
const EVERY_NODE: Json = [{ operator: "Exists" }];

/**
 * The add-ons that come after the nodes. vpc-cni and kube-proxy come with the cluster, since nodes wait for them.
 *
 * Keys of `configuration` are those of the add-ons' own schemas, which refuse any other; what an add-on already does
 * by default is not repeated. Where each was read:
 * - coredns: EKS user guide, managing-coredns (autoScaling, from 2 to 10 by nodes and cores) and public clusters.
 * - aws-ebs-csi-driver: charts/aws-ebs-csi-driver/values.schema.json of the driver; its node pods tolerate everything
 *   by default (tolerateAllTaints), and so it stays.
 * - aws-efs-csi-driver: charts/aws-efs-csi-driver/values.yaml; node pods tolerate everything by default.
 * - aws-mountpoint-s3-csi-driver: `controller.tolerations` is in no schema before v2.5 (aws/containers-roadmap#2676),
 *   and without it the add-on never becomes active on tainted nodes; public clusters use it with v2.5 and v2.7. Node
 *   pods tolerate everything only where asked.
 * - snapshot-controller: tolerations since aws/containers-roadmap#2311. It brings the CRDs of snapshots along.
 * - metrics-server: tolerations in public clusters with v0.8.1 and v0.9.0; two replicas by default.
 * - eks-node-monitoring-agent: charts/configuration.schema.json of aws/eks-node-monitoring-agent. The agent tolerates
 *   everything by default; the DCGM server beside it, only on NVIDIA nodes, tolerates nothing.
 * - eks-pod-identity-agent: charts/eks-pod-identity-agent/values.yaml; tolerates everything by default.
 */
export function addonTable({ efs, volumeTags }: AddonTableOptions): AddonEntry[] {
  return [
    { addon: "eks-pod-identity-agent" },
    {
      addon: "coredns",
      configuration: {
        tolerations: SYSTEM_NODES,
        autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 },
      },
    },
    { addon: "snapshot-controller", configuration: { tolerations: SYSTEM_NODES } },
    {
      addon: "aws-ebs-csi-driver",
      configuration: {
        controller: { tolerations: SYSTEM_NODES, extraVolumeTags: { ...volumeTags } },
        node: { tolerateAllTaints: true },
      },
      identity: { serviceAccount: "ebs-csi-controller-sa", role: "ebsCsi" },
      // Its snapshotter looks for the CRDs when it starts.
      after: ["eks-pod-identity-agent", "snapshot-controller"],
    },
    ...(efs ? [EFS] : []),
    {
      addon: "aws-mountpoint-s3-csi-driver",
      configuration: { controller: { tolerations: SYSTEM_NODES }, node: { tolerateAllTaints: true } },
      identity: { serviceAccount: "s3-csi-driver-sa", role: "mountpointS3" },
      after: ["eks-pod-identity-agent"],
    },
    { addon: "metrics-server", configuration: { tolerations: SYSTEM_NODES } },
    {
      addon: "eks-node-monitoring-agent",
      configuration: { nodeAgent: { tolerations: EVERY_NODE }, dcgmAgent: { tolerations: EVERY_NODE } },
    },
  ];
}

const EFS: AddonEntry = {
  addon: "aws-efs-csi-driver",
  configuration: { controller: { tolerations: SYSTEM_NODES } },
  identity: { serviceAccount: "efs-csi-controller-sa", role: "efsCsi" },
  after: ["eks-pod-identity-agent"],
};
