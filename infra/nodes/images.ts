/** Operating system of a pool's nodes. */
export type OperatingSystem = "bottlerocket" | "al2023";

/** Processor architecture, as Kubernetes spells it. */
export type Architecture = "amd64" | "arm64";

/**
 * Releases of EKS' images that Karpenter's nodes run. Another one replaces all of them, one at a time (Karpenter calls
 * it drift), so it is a change to try on a development environment first. Karpenter takes the variant with NVIDIA's
 * driver, and the architecture's, from the same release by itself.
 */
export const NODE_IMAGES = {
  bottlerocket: {
    /** Its release notes name NVIDIA variants for Kubernetes 1.34 to 1.37. */
    alias: "bottlerocket@v1.66.0",
    released: "2026-09-22",
    source: "https://github.com/bottlerocket-os/bottlerocket/releases/tag/v1.66.0",
  },
  al2023: {
    /** Its release notes name NVIDIA images for Kubernetes 1.31 to 1.37. */
    alias: "al2023@v20261023",
    released: "2026-10-23",
    source: "https://github.com/awslabs/amazon-eks-ami/releases/tag/v20261023",
  },
} as const satisfies Record<
  OperatingSystem,
  { readonly alias: string; readonly released: string; readonly source: string }
>;

/** Types of images that managed node groups know: EKS API, Nodegroup.amiType. */
const AMI_TYPES = {
  bottlerocket: {
    amd64: { standard: "BOTTLEROCKET_x86_64", nvidia: "BOTTLEROCKET_x86_64_NVIDIA" },
    arm64: { standard: "BOTTLEROCKET_ARM_64", nvidia: "BOTTLEROCKET_ARM_64_NVIDIA" },
  },
  al2023: {
    amd64: { standard: "AL2023_x86_64_STANDARD", nvidia: "AL2023_x86_64_NVIDIA" },
    arm64: { standard: "AL2023_ARM_64_STANDARD", nvidia: "AL2023_ARM_64_NVIDIA" },
  },
} as const satisfies Record<
  OperatingSystem,
  Record<Architecture, { readonly standard: string; readonly nvidia: string }>
>;

/**
 * The type of image of a managed node group. EKS takes the newest release of it when the group is made and when its
 * Kubernetes version is raised; in between a release changes only by `aws eks update-nodegroup-version`.
 */
export function amiType(system: OperatingSystem, architecture: Architecture, nvidia: boolean): string {
  return AMI_TYPES[system][architecture][nvidia ? "nvidia" : "standard"];
}
