/** Prometheus and Loki beside the simulated cluster of `local`. */
export type { PlatformMetrics } from "./files";
export { RETENTION } from "./loki";
export type { ServerProcess } from "./processes";
export {
  type ObservabilityState,
  observabilityState,
  removeObservability,
  stopObservability,
} from "./remove";
export { OBSERVABILITY_TOOLS } from "./servers";
export { type Started, startObservability } from "./start";
