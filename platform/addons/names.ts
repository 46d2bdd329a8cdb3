/**
 * The names of the add-ons, in the order in which their dependencies let them start. Public: configuration keys and
 * resource names are made of them.
 */
export const addonNames = [
  "karpenter",
  "externalSecrets",
  "loadBalancerController",
  "externalDns",
  "gpuDevicePlugin",
  "efaDevicePlugin",
  "prometheus",
  "gpuMetrics",
  "loki",
  "alloy",
  "openCost",
  "keda",
  "kueue",
  "velero",
] as const;

/** The name of an add-on. */
export type AddonName = (typeof addonNames)[number];
