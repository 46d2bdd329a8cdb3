/** Istio's policies as pure functions: who is who in the mesh, and who may ask whom. */
export {
  type Authorization,
  authorizationPolicy,
  type Condition,
  jwtRule,
  type Operation,
  requestAuthentication,
  type Rule,
  type Source,
  type TokenIssuer,
} from "./policies";
export {
  GATEWAYS,
  GROUPS_CLAIM,
  INGRESS_GATEWAY,
  KNATIVE,
  principal,
  serviceAccountUser,
  TRUST_DOMAIN,
  USER_HEADER,
} from "./principals";
export {
  gatewaysOf,
  modelAccess,
  type ModelAccess,
  type ModelCallers,
  modelPods,
  PROBE_PATHS,
} from "./model-access";
