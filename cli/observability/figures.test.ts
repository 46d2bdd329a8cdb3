import * as assert from "node:assert/strict";
import { metricsIn } from "../../platform/observability/promql";
import { figures, figureText, panelFigures } from "./figures";
import { alertOf, quotaUse } from "./look";
import { alertsHere, answersHere, platformMetrics } from "./platform-metrics";

describe("figures of the page", () => {
  it("are the platform's own numbers too, of the tenants that there are", () => {
    const runs = panelFigures(["team-a", "team-b"]).find(({ title }) => title === "Runs that are running");
    assert.equal(
      runs?.expr,
      'sum(kubeflow_workflow_phase{namespace=~"(team-a|team-b)",phase=~"Pending|Running"}) or vector(0)',
    );
    const anywhere = panelFigures([]).map(({ expr }) => expr);
    assert.ok(anywhere.length > 3);
    assert.ok(anywhere.every((expr) => !expr.includes("$")));
  });

  it("ask for something, each under a title of its own", () => {
    const all = figures(["team-a"]);
    assert.equal(new Set(all.map(({ title }) => title)).size, all.length);
    assert.deepEqual(
      all.filter(({ expr }) => metricsIn(expr).length === 0),
      [],
    );
  });

  it("are told in units that people read", () => {
    assert.deepEqual(
      [
        figureText(1511, "count"),
        figureText(0.123, "perSecond"),
        figureText(0.0123, "seconds"),
        figureText(12.34, "seconds"),
        figureText(37.7 * 2 ** 20, "bytes"),
        figureText(1.54 * 2 ** 30, "bytes"),
        figureText(NaN, "count"),
        figureText(undefined, "bytes"),
      ],
      ["1,511", "0.12/s", "12.3 ms", "12.3 s", "37.7 MiB", "1.54 GiB", "–", "–"],
    );
  });
});

describe("what the platform says about metrics", () => {
  it("are alerts whose metrics are exported beside a simulated cluster, and no others", () => {
    const here = alertsHere();
    assert.ok(here.includes("KubeflowTrainJobFailed"));
    assert.ok(here.includes("KubeflowQuotaFull"));
    // Istio's proxies and DCGM would run in pods.
    assert.ok(!here.includes("KubeflowGatewayErrors"));
    assert.ok(!here.includes("KubeflowGpuIdle"));
    assert.equal(answersHere("istio_requests_total + up"), false);
    assert.equal(answersHere("up"), true);
  });

  it("are the kinds of custom resources, and the label of tenants' namespaces", () => {
    const { resourceState, metricLabels, rules } = platformMetrics();
    assert.match(
      JSON.stringify(resourceState),
      /"kind":"CustomResourceStateMetrics".*"kind":"InferenceService"/,
    );
    assert.deepEqual(metricLabels, ["namespaces=[app.kubernetes.io/part-of]"]);
    assert.match(JSON.stringify(rules), /"runbook_url":"docs\/runbooks\.md#kubeflowquotafull"/);
  });
});

describe("quotaUse", () => {
  it("sets what is used beside what may be, for tenants only", () => {
    const sample = (namespace: string, resource: string, type: string, value: number) => ({
      labels: { namespace, resource, type, resourcequota: "q" },
      value,
    });
    assert.deepEqual(
      quotaUse(
        [
          sample("b", "pods", "hard", 10),
          sample("b", "pods", "used", 4),
          sample("a", "requests.cpu", "hard", 8),
          sample("kube-system", "pods", "hard", 1),
        ],
        ["a", "b"],
      ),
      [
        { namespace: "a", resource: "requests.cpu", used: 0, hard: 8 },
        { namespace: "b", resource: "pods", used: 4, hard: 10 },
      ],
    );
  });
});

describe("alertOf", () => {
  it("says what an alert is about, without where it comes from", () => {
    const labels = {
      __name__: "ALERTS",
      alertname: "KubeflowQuotaFull",
      alertstate: "pending",
      severity: "info",
      namespace: "team-a",
      resource: "pods",
      instance: "127.0.0.1:1",
      job: "kube-state-metrics",
    };
    assert.deepEqual(alertOf({ labels, value: 1 }), {
      name: "KubeflowQuotaFull",
      state: "pending",
      severity: "info",
      about: "namespace team-a, resource pods",
    });
  });
});
