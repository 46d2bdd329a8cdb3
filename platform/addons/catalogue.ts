import type { Addon } from "./addon";
import { karpenter } from "./karpenter";
import { externalSecrets } from "./external-secrets";
import { loadBalancerController } from "./load-balancer-controller";
import { externalDns } from "./external-dns";
import { gpuDevicePlugin } from "./gpu-device-plugin";
import { efaDevicePlugin } from "./efa-device-plugin";
import { prometheus } from "./prometheus";
import { gpuMetrics } from "./gpu-metrics";
import { loki } from "./loki";
import { alloy } from "./alloy";
import { openCost } from "./open-cost";
import { keda } from "./keda";
import { kueue } from "./kueue";
import { velero } from "./velero";
import type { AddonName } from "./names";

/** Every add-on by its name. */
export const addons: Readonly<Record<AddonName, Addon>> = {
  karpenter,
  externalSecrets,
  loadBalancerController,
  externalDns,
  gpuDevicePlugin,
  efaDevicePlugin,
  prometheus,
  gpuMetrics,
  loki,
  alloy,
  openCost,
  keda,
  kueue,
  velero,
};
