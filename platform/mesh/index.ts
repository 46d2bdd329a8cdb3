/** Istio: how pods know one another, and what they take from whom. */
export { activatorCallers, clusterLocalGatewayTokens } from "./gateways";
export { checkMeshMode } from "./mode";
export { meshWideMutualTls, plainTextExceptions } from "./mutual-tls";
export { PLAIN_TEXT_PORTS, type PlainTextPort } from "./plain-text";
export { knativeReach, sidecarInjector } from "./sidecars";
export { tenantIngressPolicy } from "./tenant-ingresses";
export { tenantServicePolicy } from "./tenant-services";
