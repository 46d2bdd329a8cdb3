import ipaddr from "ipaddr.js";
import type { Context } from "../part";
import { artifactServer, hasArtifactServers } from "../pipelines/artifact-proxy";

/** Who is at the other end of a connection. */
export type Peer =
  | { readonly kind: "own namespace" }
  /** Pods of a namespace that have all of these labels. */
  | { readonly kind: "pods"; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  /** Addresses outside of the cluster, or of the node. */
  | { readonly kind: "addresses"; readonly cidr: string; readonly except?: readonly string[] };

/** A port as pods have it, not as a Service shows it: NetworkPolicies see packets behind Services. */
export interface Port {
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
}

/** Connections that are let through, and why. */
export interface Flow {
  readonly because: string;
  readonly peer: Peer;
  /** Undefined: all ports. */
  readonly ports?: readonly Port[];
}

const tcp = (...ports: readonly number[]): Port[] => ports.map((port) => ({ protocol: "TCP", port }));

const pods = (namespace: string, labels: Readonly<Record<string, string>>): Peer => ({
  kind: "pods",
  namespace,
  labels,
});

/** Addresses of a node that only its own programs should ask: instance metadata, and what else AWS puts there. */
const linkLocal = "169.254.0.0/16";

/** The agent of EKS Pod Identity on each node, as AWS documents it; it hands out a tenant's own credentials only. */
const podIdentityAgent = "169.254.170.23/32";

/** Istio's gateways and their ports for requests; 8081 is Knative's local gateway (net-istio.yaml of 26.03). */
const gateways = [
  { app: "istio-ingressgateway", ports: [8080, 8443] },
  { app: "cluster-local-gateway", ports: [8080, 8081] },
] as const;

/**
 * Who may open connections to pods of a tenant. The kubelet's probes come from the node, which no NetworkPolicy
 * stops; `kubectl port-forward` and logs come that way too.
 *
 * Ports and labels are those of the release's pods; a test compares them with the release.
 */
export function ingressFlows({ config, infra, has }: Context): readonly Flow[] {
  return [
    {
      because:
        "nodes of a training job, a pipeline's pods, a notebook and its model servers talk to one another",
      peer: { kind: "own namespace" },
    },
    ...gateways.map(({ app }): Flow => ({
      because:
        "people and programs come in through Istio's gateways, to ports that a workload chooses itself",
      peer: pods("istio-system", { app }),
    })),
    ...when(has("knativeServing"), [
      {
        because:
          "the activator hands requests to queue-proxy (http1, h2c, and TLS of each) and probes it there",
        peer: pods("knative-serving", { app: "activator" }),
        ports: tcp(8012, 8013, 8112),
      },
      {
        because: "the autoscaler reads queue-proxy's metrics",
        peer: pods("knative-serving", { app: "autoscaler" }),
        ports: tcp(9090),
      },
    ]),
    ...when(has("notebookController"), [
      {
        because: "the notebook controller asks Jupyter for its kernels before it stops an idle server",
        peer: pods("kubeflow", { app: "notebook-controller" }),
        ports: tcp(8888),
      },
    ]),
    ...when(has("katib"), [
      {
        because: "Katib asks an experiment's suggestion and early stopping services (consts.go of Katib)",
        peer: pods("kubeflow", { "katib.kubeflow.org/component": "controller" }),
        ports: tcp(6788, 6789),
      },
    ]),
    ...when(has("pipelines"), [
      {
        because: "the Pipelines UI shows a TensorBoard that was started from a run",
        peer: pods("kubeflow", { app: "ml-pipeline-ui" }),
        ports: tcp(6006),
      },
    ]),
    ...when(has("pipelines") && hasArtifactServers({ config, infra }), [
      {
        because: "the Pipelines UI passes questions for artifacts on to the tenant's own server",
        peer: pods("kubeflow", { app: "ml-pipeline-ui" }),
        ports: tcp(artifactServer.port),
      },
    ]),
    ...when(has("prometheus"), [
      {
        because: "Prometheus scrapes sidecars, model servers and what PodMonitors of a tenant name",
        peer: pods("monitoring", { "app.kubernetes.io/name": "prometheus" }),
      },
    ]),
  ];
}

/**
 * Where pods of a tenant may open connections to. File systems are not among it: EFS and FSx are mounted by the node,
 * and what a pod reads and writes there leaves from the node's address.
 */
export function egressFlows({ config, infra, has }: Context): readonly Flow[] {
  return [
    { because: "see ingress", peer: { kind: "own namespace" } },
    {
      because: "names",
      peer: pods("kube-system", { "k8s-app": "kube-dns" }),
      ports: [{ protocol: "UDP", port: 53 }, ...tcp(53)],
    },
    {
      because: "sidecars ask istiod for certificates and configuration",
      peer: pods("istio-system", { app: "istiod" }),
      ports: tcp(15012),
    },
    ...gateways.map(({ app, ports }): Flow => ({
      because: "models, and the platform's own APIs, are called through Istio's gateways",
      peer: pods("istio-system", { app }),
      ports: tcp(...ports),
    })),
    {
      because:
        "the API server, S3 and other APIs of AWS, registries of packages and models: addresses that change; not instance metadata",
      peer: { kind: "addresses", cidr: "0.0.0.0/0", except: [linkLocal] },
      // 6443 is where API servers outside of EKS listen.
      ports: infra.aws === undefined ? tcp(443, 6443) : tcp(443),
    },
    ...when(infra.aws !== undefined, [
      {
        because: "credentials of EKS Pod Identity",
        peer: { kind: "addresses", cidr: podIdentityAgent },
        ports: tcp(80),
      },
    ]),
    ...when(has("pipelines"), [
      {
        because: "steps report to the Pipelines API; notebooks start runs",
        peer: pods("kubeflow", { app: "ml-pipeline" }),
        ports: tcp(8887, 8888),
      },
      {
        because: "steps record what they read and wrote",
        peer: pods("kubeflow", { component: "metadata-grpc-server" }),
        ports: tcp(8080),
      },
    ]),
    ...when(has("pipelines") && infra.objectStorage.kind === "in-cluster", [
      {
        because: "artifacts, where they are not in S3",
        peer: pods("kubeflow", { app: "seaweedfs" }),
        ports: tcp(8333),
      },
    ]),
    ...when(has("katib"), [
      {
        because: "trials report their metrics",
        peer: pods("kubeflow", { "katib.kubeflow.org/component": "db-manager" }),
        ports: tcp(6789),
      },
    ]),
    ...config.tenants.egress.map(({ cidr, ports }): Flow => ({
      because: "kubeflow-platform:tenants.egress",
      peer: { kind: "addresses", cidr, ...(covers(cidr, linkLocal) ? { except: [linkLocal] } : {}) },
      ports: tcp(...ports),
    })),
  ];
}

function covers(outer: string, inner: string): boolean {
  const [address, prefix] = ipaddr.IPv4.parseCIDR(inner);
  const [network, length] = ipaddr.IPv4.parseCIDR(outer);
  return length <= prefix && address.match(network, length);
}

function when(condition: boolean, flows: readonly Flow[]): readonly Flow[] {
  return condition ? flows : [];
}
