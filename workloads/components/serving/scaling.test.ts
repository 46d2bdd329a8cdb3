import assert from "node:assert/strict";
import { UserError } from "../../../config/errors";
import { type Scale, autoscalerClass, metricsOf, scalingSpec } from "./scaling";

const without = { addons: [] };
const keda = { addons: ["keda", "prometheus"] };
const workload = { name: "churn-predictor", namespace: "team-a" };
const prometheus = "http://kube-prometheus-stack-prometheus.monitoring.svc:9090";

describe("autoscalerClass", () => {
  it("is KEDA's as soon as one part asks Prometheus", () => {
    assert.equal(autoscalerClass("a", "Standard", [{}], keda), "hpa");
    assert.equal(
      autoscalerClass("a", "Standard", [{ scale: { metric: "cpu", target: 50 } }], without),
      "hpa",
    );
    assert.equal(
      autoscalerClass("a", "Standard", [{}, { scale: { metric: "rps", target: 0.5 } }], keda),
      "keda",
    );
    assert.equal(autoscalerClass("a", "Knative", [{ scale: { metric: "rps", target: 5 } }], keda), "knative");
  });

  it("lists what a mode knows where it doesn't know a metric", () => {
    const scaled = (metric: "cpu" | "rps" | "concurrency") => [{ scale: { metric, target: 5 } as const }];
    assert.throws(
      () => autoscalerClass('InferenceService "a"', "Standard", scaled("concurrency"), keda),
      /^UserError: InferenceService "a": mode Standard does not scale by "concurrency"; it knows cpu, memory, rps, query/,
    );
    assert.throws(
      () => autoscalerClass("a", "Standard", scaled("rps"), without),
      /it knows cpu, memory\n.*switch the add-ons keda and prometheus on/,
    );
    assert.throws(() => autoscalerClass("a", "Knative", scaled("cpu"), keda), /it knows concurrency, rps/);
    assert.deepEqual(metricsOf("Standard", { addons: ["keda"] }), ["cpu", "memory"]);
  });

  const replicas = [
    { minReplicas: 3, maxReplicas: 2 },
    { minReplicas: -1 },
    { minReplicas: 1.5, maxReplicas: 2 },
    { maxReplicas: 0 },
  ];
  for (const part of replicas) {
    it(`refuses ${JSON.stringify(part)}`, () => {
      assert.throws(() => autoscalerClass("a", "Knative", [part], keda), /replicas; both are whole numbers/);
    });
  }

  it("goes to no replica only where something brings the first one back", () => {
    const query: Scale = { metric: "query", query: "sum(up)", target: 1 };
    assert.equal(autoscalerClass("a", "Knative", [{ minReplicas: 0 }], without), "knative");
    assert.equal(autoscalerClass("a", "Standard", [{ minReplicas: 0, scale: query }], keda), "keda");
    assert.throws(
      () => autoscalerClass("a", "Standard", [{ minReplicas: 0 }], keda),
      /from 0 to 1 replicas in mode Standard.*\n.*mode: Knative/,
    );
  });

  const targets: readonly [Scale, "Standard" | "Knative"][] = [
    [{ metric: "cpu", target: 101 }, "Standard"],
    [{ metric: "memory", target: 0.5 }, "Standard"],
    [{ metric: "rps", target: 0 }, "Standard"],
    [{ metric: "rps", target: 1.5 }, "Knative"],
    [{ metric: "concurrency", target: Number.NaN }, "Knative"],
    [{ metric: "query", query: " ", target: 1 }, "Standard"],
  ];
  for (const [scale, mode] of targets) {
    it(`refuses ${JSON.stringify(scale)} in mode ${mode}`, () => {
      assert.throws(() => autoscalerClass("a", mode, [{ scale }], keda), UserError);
    });
  }
});

describe("scalingSpec", () => {
  it("leaves it to KServe where nothing is said", () => {
    assert.deepEqual(scalingSpec("hpa", {}, workload), { minReplicas: 1, maxReplicas: 1 });
    assert.deepEqual(scalingSpec("knative", { minReplicas: 0 }, workload), {
      minReplicas: 0,
      maxReplicas: 1,
    });
  });

  it("asks Prometheus for requests a second of the part's own pods", () => {
    assert.deepEqual(
      scalingSpec("keda", { maxReplicas: 4, scale: { metric: "rps", target: 20 } }, workload),
      {
        minReplicas: 1,
        maxReplicas: 4,
        autoScaling: {
          metrics: [
            {
              type: "External",
              external: {
                metric: {
                  backend: "prometheus",
                  serverAddress: prometheus,
                  query:
                    'sum(rate(istio_requests_total{reporter="destination",namespace="team-a",destination_workload="churn-predictor"}[1m]))',
                },
                target: { type: "Value", value: "20" },
              },
            },
          ],
        },
      },
    );
  });

  it("gives KEDA processors to scale by where nothing is said: it takes no object without a trigger", () => {
    assert.deepEqual(scalingSpec("keda", { maxReplicas: 2 }, workload), {
      minReplicas: 1,
      maxReplicas: 2,
      autoScaling: {
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
          },
        ],
      },
    });
  });
});
