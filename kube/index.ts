/** A small, fast client of the Kubernetes API, and what it takes to say whether objects are ready. */
export * from "./client";
export * from "./definition";
export type { ResourceInfo } from "./discovery";
export { isConflict, isNotFound, KubeError, UnknownKindError, UnreachableError } from "./errors";
export { explain } from "./explain";
export { readKubeconfig, type Connection, type KubeconfigOptions } from "./kubeconfig";
export * from "./object";
export { condition, conditionText, readiness, type Readiness } from "./readiness";
export { loadTransport, pause, type Method, type RequestOptions } from "./transport";
export { ObjectWaiter, type ObjectCheck, type WaitOptions } from "./wait";
export type { WatchEvent, WatchOptions } from "./watch";
