/** How requests from outside get to the ingress gateway. */
export { gatewayHosts } from "./gateway";
export { ingress } from "./ingress";
