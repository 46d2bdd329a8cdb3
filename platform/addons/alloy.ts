import type { Context } from "../part";
import type { Addon } from "./addon";
import { alloyConfiguration } from "./alloy-configuration";
import { charts } from "./charts";
import { chartImage } from "./images";
import { everyNode, priorityClass, type Resources, resources, type Toleration } from "./pods";

/** An image as this chart asks for it. */
interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** What a role allows. */
interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A folder of the node for what was read so far. */
const positions = { name: "positions", path: "/var/lib/alloy" } as const;

/** What is set of the chart's values. */
interface AlloyValues {
  readonly crds: { readonly create: boolean };
  readonly image: Image;
  readonly alloy: {
    readonly configMap: { readonly content: string };
    readonly enableReporting: boolean;
    readonly storagePath: string;
    readonly mounts: {
      readonly varlog: boolean;
      readonly extra: readonly { readonly name: string; readonly mountPath: string }[];
    };
    readonly resources: Resources;
    readonly securityContext: {
      readonly runAsUser: number;
      readonly allowPrivilegeEscalation: boolean;
      readonly readOnlyRootFilesystem: boolean;
      readonly capabilities: { readonly drop: readonly string[]; readonly add: readonly string[] };
      readonly seccompProfile: { readonly type: "RuntimeDefault" };
    };
  };
  readonly configReloader: { readonly image: Image; readonly resources: Resources };
  readonly controller: {
    readonly priorityClassName: string;
    readonly tolerations: readonly Toleration[];
    readonly volumes: {
      readonly extra: readonly {
        readonly name: string;
        readonly hostPath: { readonly path: string; readonly type: "DirectoryOrCreate" };
      }[];
    };
  };
  /** The chart puts the two lists into one role; an empty one it can't render. */
  readonly rbac: { readonly rules: readonly Rule[]; readonly clusterRules: readonly Rule[] };
  readonly serviceMonitor: { readonly enabled: boolean };
}

/**
 * Grafana Alloy on every node: sends the logs of its pods to Loki.
 *
 * It reads the files that the container runtime writes, rather than ask the API server for them, which would hold a
 * connection for every container of the cluster. For that it needs the node's folder of logs, as root and without any
 * capability but reading: it runs in kube-system. It may list pods and namespaces; the chart would let it read Secrets.
 */
export const alloy: Addon = {
  name: "alloy",
  title: "Grafana Alloy",
  chart: charts.alloy,
  namespace: "kube-system",
  requires: ["loki"],
  after: ["karpenter", "prometheus"],
  enabledByDefault: ({ infra }) => infra.aws !== undefined,
  defaultText: "on AWS",
  values: alloyValues,
};

function alloyValues(context: Context): AlloyValues {
  return {
    crds: { create: false },
    image: imageOf(context, "docker.io/grafana/alloy:v1.18.1"),
    alloy: {
      configMap: { content: alloyConfiguration(context.infra.cluster.name) },
      enableReporting: false,
      storagePath: positions.path,
      mounts: { varlog: true, extra: [{ name: positions.name, mountPath: positions.path }] },
      resources: resources("50m", "128Mi", "512Mi"),
      securityContext: {
        runAsUser: 0,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"], add: ["DAC_READ_SEARCH"] },
        seccompProfile: { type: "RuntimeDefault" },
      },
    },
    configReloader: {
      image: imageOf(
        context,
        "quay.io/prometheus-operator/prometheus-config-reloader:v0.91.0@sha256:7d9e4eea5f1139e602508871f422b0116c60e87c662f3dcd234d5ab60cd0d8c1",
      ),
      resources: resources("10m", "64Mi"),
    },
    controller: {
      priorityClassName: priorityClass(context, "system-node-critical"),
      tolerations: everyNode,
      volumes: {
        extra: [{ name: positions.name, hostPath: { path: positions.path, type: "DirectoryOrCreate" } }],
      },
    },
    rbac: {
      rules: [watch("pods")],
      clusterRules: [watch("namespaces")],
    },
    serviceMonitor: { enabled: context.has("prometheus") },
  };
}

function watch(kind: string): Rule {
  return { apiGroups: [""], resources: [kind], verbs: ["get", "list", "watch"] };
}

function imageOf(context: Context, reference: string): Image {
  const { registry, repository, tag, digest } = chartImage(context, reference);
  return { registry, repository, tag, digest: digest ?? "" };
}
