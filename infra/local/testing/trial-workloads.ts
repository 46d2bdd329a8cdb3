import type { KubeObject } from "../../../kube/object";
import type { JsonObject } from "../../../plugin";

/** One of each kind of workload that Kubeflow brings: with volumes, sidecars, readiness probes, GPUs. */
export function trialWorkloads(): KubeObject[] {
  return [
    claim("block", "ReadWriteOnce"),
    claim("shared", "ReadWriteMany", "efs"),
    object("apps/v1", "Deployment", "web", {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template: podTemplate("web", { claimName: "shared" }),
    }),
    object("apps/v1", "StatefulSet", "db", {
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      template: podTemplate("db", { claimName: "block" }),
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claimSpec("ReadWriteOnce") }],
    }),
    object("apps/v1", "DaemonSet", "agent", {
      selector: { matchLabels: { app: "agent" } },
      template: podTemplate("agent"),
    }),
    object("batch/v1", "Job", "once", {
      template: { spec: { ...podSpec(), restartPolicy: "Never" } },
    }),
    object("v1", "Pod", "gpu", {
      ...podSpec({ limits: { "nvidia.com/gpu": "4" } }),
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
    }),
    // More GPUs than any node has: it shall wait, as it would on EKS.
    object("v1", "Pod", "greedy", {
      ...podSpec({ limits: { "nvidia.com/gpu": "8" } }),
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }],
    }),
  ];
}

function object(apiVersion: string, kind: string, name: string, spec: JsonObject): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: "default" }, spec };
}

function claim(name: string, mode: string, storageClassName?: string): KubeObject {
  const spec = storageClassName === undefined ? claimSpec(mode) : { ...claimSpec(mode), storageClassName };
  return object("v1", "PersistentVolumeClaim", name, spec);
}

function claimSpec(mode: string): JsonObject {
  return { accessModes: [mode], resources: { requests: { storage: "10Gi" } } };
}

function podTemplate(app: string, volume?: { claimName: string }): JsonObject {
  const volumes = volume === undefined ? [] : [{ name: "files", persistentVolumeClaim: volume }];
  return { metadata: { labels: { app } }, spec: { ...podSpec(), volumes } };
}

/** With an init container, a sidecar and a readiness probe: simulation has to get past all three. */
function podSpec(resources: JsonObject = {}): JsonObject {
  return {
    initContainers: [
      { name: "prepare", image: "example/prepare" },
      { name: "proxy", image: "example/proxy", restartPolicy: "Always" },
    ],
    containers: [
      {
        name: "main",
        image: "example/main",
        resources,
        readinessProbe: { httpGet: { path: "/ready", port: 8080 } },
      },
    ],
  };
}
