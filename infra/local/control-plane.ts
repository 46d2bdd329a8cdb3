import type { JsonObject } from "../../plugin/json";
import type { ToolName } from "../../toolchain";
import type { ClusterLayout } from "./layout";
import { SIMULATED_NODE } from "./nodes";

/** The processes of a cluster, in the order in which they need each other, and the tool that each one is. */
export const COMPONENTS = [
  { name: "etcd", tool: "etcd" },
  { name: "kube-apiserver", tool: "kube-apiserver" },
  { name: "kube-controller-manager", tool: "kube-controller-manager" },
  { name: "kube-scheduler", tool: "kube-scheduler" },
  { name: "kwok-controller", tool: "kwok" },
] as const satisfies readonly { name: string; tool: ToolName }[];

/** The name of a process of the cluster. */
export type ComponentName = (typeof COMPONENTS)[number]["name"];

/** The tools that a simulated cluster needs. */
export const CLUSTER_TOOLS = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "kwokctl",
] as const satisfies readonly ToolName[];

/** Absolute paths of the tools of a cluster. */
export type ClusterTools = Readonly<Record<(typeof CLUSTER_TOOLS)[number], string>>;

/** Ports on 127.0.0.1 that a cluster listens on. */
export interface ClusterPorts {
  readonly apiserver: number;
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

/** The address range of Services, as EKS has it. */
const SERVICE_RANGE = "172.20.0.0/16";
const FIRST_SERVICE_ADDRESS = "172.20.0.1";

/** There is one of each: after a restart nobody shall wait for the former one's claim to leadership to expire. */
const ALONE = { "leader-elect": "false" };

/** kwokctl's configuration: which processes, with which options, where. */
export function kwokctlConfig(
  layout: ClusterLayout,
  tools: ClusterTools,
  ports: ClusterPorts,
  kubernetesVersion: string,
): JsonObject {
  return {
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    kind: "KwokctlConfiguration",
    options: {
      runtime: "binary",
      bindAddress: "127.0.0.1",
      kubeVersion: `v${kubernetesVersion}.0`,
      // The limits protect shared clusters; here they only make sixty Deployments appear one after the other.
      disableQPSLimits: true,
      // A real node's pods reach the API server at the first Service address.
      kubeApiserverCertSANs: [FIRST_SERVICE_ADDRESS, "kubernetes.default.svc", "localhost"],
      kubeApiserverPort: ports.apiserver,
      etcdPort: ports.etcd,
      etcdPeerPort: ports.etcdPeer,
      kubeControllerManagerPort: ports.controllerManager,
      kubeSchedulerPort: ports.scheduler,
      kwokControllerPort: ports.kwok,
      etcdBinary: tools.etcd,
      kubeApiserverBinary: tools["kube-apiserver"],
      kubeControllerManagerBinary: tools["kube-controller-manager"],
      kubeSchedulerBinary: tools["kube-scheduler"],
      kwokControllerBinary: tools.kwok,
      // kwokctl would download a kubectl only to wait with; launch.ts waits instead, and knows what for.
      kubectlBinary: layout.noKubectl,
    },
    componentsPatches: [
      patch("kube-apiserver", {
        // The pods that would answer webhooks are simulated: every call would fail.
        "disable-admission-plugins": "MutatingAdmissionWebhook,ValidatingAdmissionWebhook",
        "service-cluster-ip-range": SERVICE_RANGE,
      }),
      patch("kube-controller-manager", {
        // Its default is a folder of the host's, which it makes as soon as it may.
        "flex-volume-plugin-dir": `${layout.work}/flex-volumes`,
        ...ALONE,
      }),
      patch("kube-scheduler", ALONE),
      {
        name: "kwok-controller",
        extraArgs: [
          { key: "manage-all-nodes", value: "false", override: true },
          {
            key: "manage-nodes-with-annotation-selector",
            value: `${SIMULATED_NODE.key}=${SIMULATED_NODE.value}`,
          },
          // Beside kwokctl's own file, which holds the stages of nodes and pods.
          { key: "config", value: layout.stages },
        ],
      },
    ],
  };
}

function patch(name: ComponentName, args: Record<string, string>): JsonObject {
  return { name, extraArgs: Object.entries(args).map(([key, value]) => ({ key, value })) };
}
