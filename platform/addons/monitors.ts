import type { Manifest } from "../../manifests";
import type { PartName } from "../part";
import { monitoring } from "./namespaces";

/** A PodMonitor, and the part whose pods it watches. */
export interface PodMonitor {
  readonly part: PartName;
  readonly manifest: Manifest;
}

/**
 * Monitors of the add-ons that may be there before Prometheus, whose definitions their charts would need for monitors
 * of their own. Those that come after it have theirs from their charts.
 */
export const monitors: readonly PodMonitor[] = [
  podMonitor("karpenter", "karpenter", "kube-system", "http-metrics"),
  podMonitor("externalSecrets", "external-secrets", "external-secrets", "metrics"),
  podMonitor("loadBalancerController", "aws-load-balancer-controller", "kube-system", "metrics-server"),
  podMonitor("externalDns", "external-dns", "external-dns", "http"),
];

/**
 * @param name the pods' label `app.kubernetes.io/name`
 * @param port name of the container's port that serves /metrics
 */
function podMonitor(part: PartName, name: string, namespace: string, port: string): PodMonitor {
  return {
    part,
    manifest: {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { name, namespace: monitoring },
      spec: {
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels: { "app.kubernetes.io/name": name } },
        podMetricsEndpoints: [{ port }],
      },
    },
  };
}
