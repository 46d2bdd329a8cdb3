import type { JsonObject, Manifest } from "../../manifests";
import { ingressClass } from "./kserve-config";

/**
 * Tells istiod that Ingresses of class `istio` are its own: it reads the class' controller where an Ingress has
 * `ingressClassName` (istio 1.28, pilot/pkg/config/kube/ingress), and release 26.03 has no such class.
 */
export const istioIngressClass: Manifest = {
  apiVersion: "networking.k8s.io/v1",
  kind: "IngressClass",
  metadata: { name: ingressClass },
  spec: { controller: "istio.io/ingress-controller" },
};

/** Label that KServe puts on the pods of a model. */
const modelLabel = "serving.kserve.io/inferenceservice";

/** Port where Istio's agent hands on the metrics of the container beside it, and its own; not encrypted. */
const mergedPort = 15020;

/**
 * Metrics of all models of all tenants. Pods in the mesh take nothing but mutual TLS at their own ports, so Istio's
 * agent is asked, which merges in what the annotations `prometheus.io/port` and `prometheus.io/path` name: the model
 * server's metrics in the Standard mode, those of Knative's queue-proxy in the other. Pods outside of the mesh are
 * asked themselves, where their runtime says.
 *
 * Both at once in the Knative mode would take KServe's own queue-proxy (qpext). That of 0.16 is built with Knative
 * 0.44's configuration, which the controller of 1.21 doesn't write.
 */
export const modelMonitor: Manifest = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata: { name: "kserve-models", namespace: "kubeflow" },
  spec: {
    namespaceSelector: { any: true },
    selector: { matchExpressions: [{ key: modelLabel, operator: "Exists" }] },
    podMetricsEndpoints: [
      endpoint("/stats/prometheus", [
        keep("__meta_kubernetes_pod_container_name", "istio-proxy"),
        address(["__meta_kubernetes_pod_ip"], "(.+)", `$1:${mergedPort}`),
      ]),
      endpoint("/metrics", [
        keep("__meta_kubernetes_pod_container_name", "kserve-container"),
        keep("__meta_kubernetes_pod_annotation_sidecar_istio_io_status", ""),
        keep("__meta_kubernetes_pod_annotation_prometheus_kserve_io_port", "\\d+"),
        address(
          ["__meta_kubernetes_pod_ip", "__meta_kubernetes_pod_annotation_prometheus_kserve_io_port"],
          "(.+);(\\d+)",
          "$1:$2",
        ),
      ]),
    ],
  },
};

function endpoint(path: string, relabelings: JsonObject[]): JsonObject {
  const model = {
    action: "replace",
    sourceLabels: ["__meta_kubernetes_pod_label_serving_kserve_io_inferenceservice"],
    targetLabel: "inferenceservice",
  };
  return { path, interval: "30s", relabelings: [...relabelings, model] };
}

function keep(label: string, regex: string): JsonObject {
  return { action: "keep", sourceLabels: [label], regex };
}

function address(sourceLabels: string[], regex: string, replacement: string): JsonObject {
  return { action: "replace", sourceLabels, regex, replacement, targetLabel: "__address__" };
}
