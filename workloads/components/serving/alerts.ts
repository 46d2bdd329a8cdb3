import type { Manifest } from "../../../kube/manifest";
import type { JsonObject } from "../../../plugin/json";
import { entryOf, type Service } from "./inference-service-spec";

/** How long something must be so before somebody is told, and over how long it is looked at. */
const window = "5m";

/**
 * A PrometheusRule in the tenant's namespace; the platform's Prometheus reads those of all namespaces.
 *
 * It asks the sidecars, whose metrics are the same whatever model server is behind them and in both modes, and which
 * the platform's PodMonitor `kserve-models` collects with the label `inferenceservice`. A Deployment is called
 * `<name>-<part>` in the Standard mode and `<name>-<part>-<revision>-deployment` in the Knative mode.
 */
export function alertRules(service: Service): Manifest[] {
  const { name, namespace, args, versions } = service;
  const { alerts } = args;
  const groups =
    alerts === undefined
      ? []
      : versions.map((version) => ({ name: version.name, rules: rulesOf(service, version.name) }));
  return groups.every(({ rules }) => rules.length === 0)
    ? []
    : [
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PrometheusRule",
          metadata: { name: `model-${name}`, namespace },
          spec: { groups },
        },
      ];
}

function rulesOf({ namespace, args }: Service, name: string): JsonObject[] {
  const { errorRatePercent, latencyP99Seconds, unavailableMinutes, severity = "warning" } = args.alerts ?? {};
  const deployments = `${name}-${entryOf(args)}(-[0-9]{5}-deployment)?`;
  const answered = `reporter="destination",namespace="${namespace}",inferenceservice="${name}",destination_workload=~"${deployments}"`;
  const rule = (alert: string, expr: string, wait: string, summary: string): JsonObject => ({
    alert,
    expr,
    for: wait,
    labels: { severity, namespace, inferenceservice: name },
    annotations: { summary },
  });
  const requests = (more = "") => `sum(rate(istio_requests_total{${answered}${more}}[${window}]))`;
  return [
    ...(errorRatePercent === undefined
      ? []
      : [
          rule(
            "ModelErrors",
            `100 * ${requests(',response_code=~"5.."')} / ${requests()} > ${errorRatePercent}`,
            window,
            `Model ${namespace}/${name} fails more than ${errorRatePercent} percent of its requests.`,
          ),
        ]),
    ...(latencyP99Seconds === undefined
      ? []
      : [
          rule(
            "ModelSlow",
            `histogram_quantile(0.99, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${answered}}[${window}]))) > ${latencyP99Seconds * 1000}`,
            window,
            `Model ${namespace}/${name} takes more than ${latencyP99Seconds} seconds for one in a hundred requests.`,
          ),
        ]),
    ...(unavailableMinutes === undefined
      ? []
      : [
          rule(
            "ModelUnavailable",
            `(sum(kube_deployment_status_replicas_available{namespace="${namespace}",deployment=~"${deployments}"}) or vector(0)) < 1`,
            `${unavailableMinutes}m`,
            `Model ${namespace}/${name} has had no pod that is ready for ${unavailableMinutes} minutes.`,
          ),
        ]),
  ];
}
