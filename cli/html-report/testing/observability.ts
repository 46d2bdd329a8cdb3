import type { ObservabilityFindings } from "../../observability/look";
import { observabilityView, type ObservabilityView } from "../model/observability";

/**
 * Sample findings: something in every part, in good and bad states.
 * @param hostile a text that would be harmful if it were taken for HTML
 */
export function observed(hostile: string): ObservabilityView {
  const target = { instance: "127.0.0.1:20001", health: "up", error: "", seconds: 0.012 } as const;
  return observabilityView({
    status: {
      prometheus: "http://127.0.0.1:21000",
      loki: "http://127.0.0.1:22000",
      processes: [
        { name: "prometheus", title: "Prometheus", pid: 7, alive: true, log: "/logs/prometheus.log" },
        { name: "loki", title: "Loki", pid: 8, alive: true, log: "/logs/loki.log" },
        {
          name: "log-follower",
          title: "Log follower",
          pid: undefined,
          alive: false,
          log: "/logs/log-follower.log",
        },
      ],
      targets: [
        { ...target, job: "etcd" },
        { ...target, job: "kube-scheduler", health: "down", error: `connection refused ${hostile}` },
        { ...target, job: "kwok-controller", health: "unknown" },
      ],
    },
    findings: metricsFound(hostile),
  });
}

function metricsFound(hostile: string): ObservabilityFindings {
  return {
    figures: [
      { title: "API requests", expr: "x", unit: "perSecond", note: "mean of 5 minutes", value: 12.345 },
      { title: "Objects stored", expr: "y", unit: "count", value: 1511 },
      { title: "Runs that are running", expr: "z", unit: "count", value: undefined },
    ],
    errors: [{ code: "404", total: 87, rate: 0.5 }],
    use: [{ job: "etcd", memory: 2 ** 28, cpu: 0.05 }],
    quotas: [{ namespace: "team-a", resource: "requests.cpu", used: 3, hard: 8 }],
    alerts: [
      { name: "KubeflowQuotaFull", state: "firing", severity: "info", about: "namespace team-a" },
      { name: "KubeflowModelNotReady", state: "pending", severity: "warning", about: "name a" },
    ],
    errorLines: [
      {
        component: "kube-apiserver",
        count: 990,
        last: {
          labels: {},
          time: "2026-11-25T11:59:58.123Z",
          line: `E1125 11:59:58.123456 7 x.go:1] ${hostile}`,
        },
      },
    ],
    unasked: ["quotas: /api/v1/query: 503"],
  };
}
