import type { Panel } from "../panel";

/** What the sidecar of a model's pod saw come in; `inferenceservice` is a label of the monitor `kserve-models`. */
const answered = 'reporter="destination",namespace=~"$namespace",inferenceservice!=""';

const model = "namespace, inferenceservice";
const legend = "{{namespace}}/{{inferenceservice}}";

function quantile(q: number, name: string) {
  return {
    expr:
      `histogram_quantile(${q}, sum by (le, ${model}) ` +
      `(rate(istio_request_duration_milliseconds_bucket{${answered}}[$__rate_interval])))`,
    legend: `${legend} ${name}`,
  };
}

/**
 * Inference, as the mesh sees it: the same for every model server and in both deployment modes. Where a transformer
 * stands before a predictor, both are counted.
 */
export const servingPanels = {
  modelsNotReady: {
    title: "Models that are not ready",
    description: "InferenceServices whose condition Ready is not true.",
    topic: "serving",
    kind: "stat",
    source: "prometheus",
    queries: [
      {
        expr: 'count(kubeflow_inferenceservice_condition{namespace=~"$namespace",condition="Ready"} == 0) or vector(0)',
      },
    ],
    redFrom: 1,
    needs: ["kserve"],
  },
  requestRate: {
    title: "Inference requests",
    description: "Requests a second that models' pods answer.",
    topic: "serving",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      { expr: `sum by (${model}) (rate(istio_requests_total{${answered}}[$__rate_interval]))`, legend },
    ],
    unit: "reqps",
    needs: ["kserve"],
  },
  errorRate: {
    title: "Inference errors",
    description: "Share of requests that models answer with 5xx.",
    topic: "serving",
    kind: "timeseries",
    source: "prometheus",
    queries: [
      {
        // A model without an error has no series of errors: 0, not a gap.
        expr:
          `(sum by (${model}) (rate(istio_requests_total{${answered},response_code=~"5.."}[$__rate_interval])) ` +
          `or 0 * sum by (${model}) (rate(istio_requests_total{${answered}}[$__rate_interval]))) ` +
          `/ sum by (${model}) (rate(istio_requests_total{${answered}}[$__rate_interval]))`,
        legend,
      },
    ],
    unit: "percentunit",
    needs: ["kserve"],
  },
  latency: {
    title: "Inference latency",
    description: "What half of the requests, and 95 and 99 in a hundred, take at most.",
    topic: "serving",
    kind: "timeseries",
    source: "prometheus",
    queries: [quantile(0.5, "p50"), quantile(0.95, "p95"), quantile(0.99, "p99")],
    unit: "ms",
    needs: ["kserve"],
  },
} as const satisfies Readonly<Record<string, Panel>>;
