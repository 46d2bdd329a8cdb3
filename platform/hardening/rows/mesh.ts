import { nothing, several, type WorkloadRow } from "../row";
import { controller, server } from "./shapes";

const certManager = { component: "certManager", kind: "Deployment", namespace: "cert-manager" } as const;
const istio = { component: "istio", kind: "Deployment", namespace: "istio-system" } as const;

const elects = several(
  "elects a leader: --leader-election-namespace=kube-system, and the release has the Role",
);
// User 1337 matters beside a workload, where rules lead the proxy's own traffic past itself. Gateways and istiod have no
// such rules (sidecar.istio.io/inject: "false"), and on OpenShift Istio runs them as whatever user a namespace is given;
// what they write are emptyDirs, and kubelet gives a token to the one user of a pod's containers.
const gateway = server(
  "gateway",
  {
    // The agent beside Envoy; its /healthz/ready is for readiness.
    liveness: { tcp: 15020, periodSeconds: 20 },
    source: "the release's Deployment: a read-only root file system already, token of audience istio-ca",
  },
  nothing,
);

/** Certificates and the mesh: nothing starts or is admitted without them. */
export const meshRows: readonly WorkloadRow[] = [
  {
    ...certManager,
    name: "cert-manager",
    scale: elects,
    priority: "critical",
    containers: {
      "cert-manager-controller": controller(
        "largeController",
        {
          // Not /livez: that one fails where the lease is lost, and is for restarts.
          readiness: { http: "/metrics", port: "http-metrics" },
          source: "cert-manager 1.19: distroless static; the chart sets a read-only root file system",
        },
        nothing,
      ),
    },
  },
  {
    ...certManager,
    name: "cert-manager-cainjector",
    scale: elects,
    priority: "critical",
    containers: {
      "cert-manager-cainjector": controller(
        "largeController",
        {
          liveness: { tcp: "http-metrics", periodSeconds: 20 },
          // controller-runtime serves metrics before it is elected, so a standby is ready too.
          readiness: { http: "/metrics", port: "http-metrics" },
          source: "cert-manager 1.19: distroless static; the chart sets a read-only root file system",
        },
        nothing,
      ),
    },
  },
  {
    ...certManager,
    name: "cert-manager-webhook",
    scale: several("keeps its CA in a Secret that all pods share"),
    priority: "critical",
    containers: {
      "cert-manager-webhook": controller(
        "controller",
        { source: "cert-manager 1.19: distroless static; the chart sets a read-only root file system" },
        nothing,
      ),
    },
  },
  {
    ...istio,
    name: "istiod",
    scale: { kind: "autoscaled" },
    priority: "critical",
    containers: {
      discovery: controller(
        "meshControlPlane",
        {
          liveness: { tcp: 8080, periodSeconds: 20 },
          source: "the release's Deployment: a read-only root file system already",
        },
        nothing,
      ),
    },
  },
  {
    ...istio,
    name: "istio-ingressgateway",
    scale: { kind: "autoscaled" },
    priority: "critical",
    containers: { "istio-proxy": gateway },
  },
  {
    component: "clusterLocalGateway",
    kind: "Deployment",
    namespace: "istio-system",
    name: "cluster-local-gateway",
    scale: { kind: "autoscaled" },
    priority: "critical",
    containers: { "istio-proxy": gateway },
  },
  {
    component: "istio",
    kind: "DaemonSet",
    namespace: "kube-system",
    name: "istio-cni-node",
    scale: { kind: "every node" },
    priority: "system",
    containers: {
      untouched:
        "it sets up every pod's network as root in the node's namespaces: a limit or a profile that stops it stops " +
        "the start of all pods of its node",
    },
  },
];
