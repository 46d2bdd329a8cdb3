import type { JsonObject, Manifest } from "../../manifests";
import type { PartName } from "../part";
import { monitoring } from "./namespaces";

/** A PodMonitor, and the part whose pods it watches. */
export interface PodMonitor {
  readonly part: PartName;
  readonly manifest: Manifest;
}

/**
 * Monitors of the components and add-ons that may be there before Prometheus, whose definitions their charts would need for monitors
 * of their own. Those that come after it have theirs from their charts.
 */
export const monitors: readonly PodMonitor[] = [
  podMonitor("karpenter", "karpenter", "kube-system", "http-metrics"),
  podMonitor("externalSecrets", "external-secrets", "external-secrets", "metrics"),
  podMonitor("loadBalancerController", "aws-load-balancer-controller", "kube-system", "metrics-server"),
  podMonitor("externalDns", "external-dns", "external-dns", "http"),
  podMonitor("certManager", "cert-manager", "cert-manager", "http-metrics"),
  // Of the hundreds of series of its proxy those that dashboards and alerts ask for.
  podMonitor("istio", "istio-ingressgateway", "istio-system", "http-envoy-prom", {
    path: "/stats/prometheus",
    metricRelabelings: [
      {
        action: "keep",
        sourceLabels: ["__name__"],
        regex: "istio_requests_total|istio_request_duration_milliseconds_.+",
      },
    ],
  }),
];

/**
 * @param name the pods' label `app.kubernetes.io/name`
 * @param port name of the container's port that serves them
 * @param how further settings of the endpoint, such as `path`. Default: none, /metrics
 */
function podMonitor(
  part: PartName,
  name: string,
  namespace: string,
  port: string,
  how: JsonObject = {},
): PodMonitor {
  return {
    part,
    manifest: {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { name, namespace: monitoring },
      spec: {
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels: { "app.kubernetes.io/name": name } },
        podMetricsEndpoints: [{ port, ...how }],
      },
    },
  };
}
