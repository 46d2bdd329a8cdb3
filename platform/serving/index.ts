/** KServe and Knative Serving: both modes, models in S3 without keys, GPU runtimes, metrics, requests kept in S3. */
export { kserveConfig } from "./kserve-config";
export { knativeConfig } from "./knative-config";
export { storageContainer } from "./storage-container";
export { servingRuntimes } from "./runtimes";
export { gpuRuntimes } from "./gpu-runtimes";
export { istioIngressClass, modelMonitor } from "./objects";
export { type RequestLogs, requestLogs } from "./request-logs";
export { type ServingDomain, servingDomain } from "./domain";
