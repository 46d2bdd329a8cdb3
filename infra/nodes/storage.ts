import type { OperatingSystem } from "./images";

/** A volume of a node. */
export interface Volume {
  readonly deviceName: string;
  readonly sizeGiB: number;
}

/** Bottlerocket's own volume; what Karpenter gives it by default (EC2NodeClass documentation, 1.14). */
const BOTTLEROCKET_ROOT_GIB = 4;

/** What is left of the data volume where images and pods' files are on the node's own NVMe disks. */
const BESIDE_NVME_GIB = 50;

/**
 * The EBS volumes of a node. Bottlerocket has one for itself and one for images, logs and pods' files; Amazon Linux
 * has all on one.
 *
 * @param dataGiB where images and pods' files go, unless the node has NVMe disks
 * @param nvme    whether every node has NVMe disks, so that the volume may be small
 */
export function volumesOf(system: OperatingSystem, dataGiB: number, nvme: boolean): Volume[] {
  const sizeGiB = nvme ? Math.min(dataGiB, BESIDE_NVME_GIB) : dataGiB;
  switch (system) {
    case "bottlerocket":
      return [
        { deviceName: "/dev/xvda", sizeGiB: BOTTLEROCKET_ROOT_GIB },
        { deviceName: "/dev/xvdb", sizeGiB },
      ];
    case "al2023":
      return [{ deviceName: "/dev/xvda", sizeGiB }];
  }
}

/**
 * User data that makes one RAID 0 of a node's NVMe disks and puts images and pods' files on it. Karpenter writes it by
 * itself (instanceStorePolicy); a managed node group's launch template has to carry it.
 *
 * Bottlerocket's settings are TOML; EKS asks for MIME parts where the image is Amazon Linux. Without such disks both
 * systems go on without them.
 */
export function nvmeUserData(system: OperatingSystem): string {
  switch (system) {
    case "bottlerocket":
      return [
        "[settings.bootstrap-commands.nvme]",
        'commands = [["apiclient", "ephemeral-storage", "init"], ["apiclient", "ephemeral-storage", "bind", "--dirs", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"]]',
        'mode = "always"',
        "essential = true",
        "",
      ].join("\n");
    case "al2023":
      return [
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="BOUNDARY"',
        "",
        "--BOUNDARY",
        "Content-Type: application/node.eks.aws",
        "",
        "apiVersion: node.eks.aws/v1alpha1",
        "kind: NodeConfig",
        "spec:",
        "  instance:",
        "    localStorage:",
        "      strategy: RAID0",
        "",
        "--BOUNDARY--",
        "",
      ].join("\n");
  }
}
