/** A small kit for Pulumi resource providers: the provider protocol over gRPC, and nothing of the SDK. */
export { handlersOfCluster } from "./cluster";
export { differences, pathText, type Change } from "./diff";
export * from "./handlers";
export * from "./json";
export { containsUnknown, secret, UNKNOWN } from "./properties";
export { serveProvider, serveProviders } from "./serve";
export type { ProviderOptions } from "./service";
