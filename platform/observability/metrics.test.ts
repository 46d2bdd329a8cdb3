import assert from "node:assert/strict";
import { alerts } from "./alerts/catalogue";
import { tenantNamespaces } from "./grafana";
import { exporters } from "./metric";
import { metrics } from "./metrics";
import { panels } from "./panels";
import { metricsIn } from "./promql";
import { STATES, stateMetricNames } from "./resource-state";

/** All PromQL that is asked. */
const expressions = [
  ...Object.values(panels)
    .filter(({ source }) => source === "prometheus")
    .flatMap(({ queries }) => queries.map(({ expr }) => expr)),
  ...Object.values(alerts).map(({ expr }) => expr),
  tenantNamespaces,
];

describe("the table of metrics", () => {
  const asked = new Set(expressions.flatMap(metricsIn));

  it("has every metric that a panel or an alert asks for", () => {
    assert.deepEqual(
      [...asked].filter((name) => !(name in metrics)),
      [],
    );
  });

  it("has none that nobody asks for", () => {
    assert.deepEqual(
      Object.keys(metrics).filter((name) => !asked.has(name)),
      [],
    );
  });

  it("has no exporter that nobody asks", () => {
    const used = new Set<string>(Object.values(metrics));
    assert.deepEqual(
      Object.keys(exporters).filter((name) => !used.has(name)),
      [],
    );
  });

  it("takes from the state of objects what kube-state-metrics is told to export, all of it", () => {
    assert.deepEqual(
      Object.keys(metrics).filter((name) => metrics[name] === "resourceState"),
      [...new Set(STATES.flatMap(stateMetricNames))].sort(),
    );
  });
});
