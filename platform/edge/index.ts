/** How requests from outside get to the ingress gateway. */
export { gatewayHosts, INGRESS_GATEWAY } from "./gateway";
export { ingress } from "./ingress";
