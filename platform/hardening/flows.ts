import type { Span } from "../../manifests";

/** Where a flow comes from. */
export type Origin =
  /** The API server or a load balancer, whose addresses are no pods' and no policy can select. */
  | "outside the pod network"
  /** Namespaces of tenants: the profile controller labels them. */
  | "profiles"
  /** Pods of a namespace. */
  | { readonly namespace: string; readonly pods?: Readonly<Record<string, readonly string[]>> };

/** A flow that Kubeflow needs and upstream's own NetworkPolicies, where they are enforced, don't let through. */
export interface Flow extends Span {
  /** Name of the NetworkPolicy. */
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods that it leads to. */
  readonly to: Readonly<Record<string, string>>;
  readonly from: readonly Origin[];
  /** TCP ports of the pods. */
  readonly ports: readonly number[];
  readonly because: string;
}

const gateways = { app: ["istio-ingressgateway", "cluster-local-gateway"] };

/** All of them. Everything else that reaches the platform's pods is in upstream's policies. */
export const FLOWS: readonly Flow[] = [
  {
    name: "istio-ingressgateway",
    namespace: "istio-system",
    to: { app: "istio-ingressgateway" },
    from: ["outside the pod network"],
    ports: [8080, 8443, 15021],
    because: "upstream lets pods of two namespaces reach its gateway, and no load balancer",
  },
  {
    name: "cluster-local-gateway",
    namespace: "istio-system",
    to: { app: "cluster-local-gateway" },
    from: ["profiles", { namespace: "knative-serving" }, { namespace: "kubeflow" }],
    ports: [8080, 8081],
    because:
      "tenants call one another's models through it; Knative's probes go to 8081 (knative-local-gateway)",
  },
  {
    name: "activator-http2",
    namespace: "knative-serving",
    to: { app: "activator" },
    from: [{ namespace: "istio-system", pods: gateways }],
    ports: [8013],
    because: "gRPC of models that start from zero: upstream has the port of HTTP/1 only",
  },
  {
    name: "ml-pipeline-webhook",
    namespace: "kubeflow",
    to: { app: "ml-pipeline" },
    from: ["outside the pod network"],
    ports: [8443],
    because:
      "the API server asks it about every PipelineVersion; upstream's policy is of before definitions in Kubernetes",
  },
  {
    name: "llmisvc-webhook",
    namespace: "kubeflow",
    to: { "control-plane": "llmisvc-controller-manager" },
    from: ["outside the pod network"],
    ports: [9443],
    because:
      "the API server asks it about every LLMInferenceService; upstream's policy `kserve` is for another pod",
  },
  {
    since: "26.03.1-rc.2",
    name: "localmodel-webhook",
    namespace: "kubeflow",
    to: { "control-plane": "kserve-localmodel-controller-manager" },
    from: ["outside the pod network"],
    ports: [9443],
    because:
      "the API server asks it about every LocalModelCache; upstream's policy `kserve` is for another pod",
  },
  {
    until: "26.03",
    name: "jobset-controller-manager-webhook",
    namespace: "kubeflow-system",
    to: { "control-plane": "controller-manager" },
    from: ["outside the pod network"],
    ports: [9443],
    because: "upstream's policy selects a label which only pods with a sidecar of Istio have",
  },
  {
    name: "trainer-controller-manager-webhook",
    namespace: "kubeflow-system",
    to: { "app.kubernetes.io/name": "trainer", "app.kubernetes.io/component": "manager" },
    from: ["outside the pod network"],
    ports: [9443],
    because: "upstream's policy selects a label which only pods with a sidecar of Istio have",
  },
];

/** Ports that metrics are served at. Sources: ports of the release's Deployments, Istio's and Knative's documentation. */
export const METRICS_PORTS: readonly number[] = [8080, 8443, 9090, 9402, 15014, 15020, 15090, 44180];

/** What pods of one namespace reach beyond what all reach. */
export const FURTHER_EGRESS: Readonly<
  Record<string, readonly { readonly port: number; readonly because: string }[]>
> = {
  "cert-manager": [{ port: 80, because: "an ACME issuer asks for its own HTTP-01 answer first" }],
};

/** Where the agent of EKS Pod Identity answers on every node. Source: EKS user guide, Pod Identity agent set-up. */
export const POD_IDENTITY_AGENT = { addresses: ["169.254.170.23/32", "fd00:ec2::23/128"], port: 80 } as const;
