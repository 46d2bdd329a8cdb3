import type { PlatformMetrics } from "../../infra/local/observability";
import { resourceState } from "../../platform/observability";
import { alerts } from "../../platform/observability/alerts/catalogue";
import { alertNames, type AlertName } from "../../platform/observability/alerts/names";
import { ruleOf } from "../../platform/observability/alerts/rules";
import type { ExporterName } from "../../platform/observability/metric";
import { metrics } from "../../platform/observability/metrics";
import { metricsIn } from "../../platform/observability/promql";

/** Where alerts' links lead: into this clone. */
const runbooks = "docs/runbooks.md";

/** Exporters that run beside a simulated cluster. The others are in its pods, in which nothing runs. */
const exportersHere: ReadonlySet<ExporterName> = new Set(["kubeStateMetrics", "resourceState", "prometheus"]);

/** Whether all that an expression asks for is exported beside a simulated cluster. */
export function answersHere(expr: string): boolean {
  return metricsIn(expr).every((name) => {
    const exporter = metrics[name];
    return exporter !== undefined && exportersHere.has(exporter);
  });
}

/** The platform's alerts that can fire beside a simulated cluster. */
export function alertsHere(): readonly AlertName[] {
  return alertNames.filter((name) => answersHere(alerts[name].expr));
}

/**
 * What the platform says about metrics, for the processes beside `local`: the state of its custom resources, as on AWS,
 * and its alert rules. Kinds that aren't installed are waited for.
 */
export function platformMetrics(): PlatformMetrics {
  const { customResourceState, metricLabelsAllowlist } = resourceState({ has: () => true });
  return {
    resourceState: customResourceState.config,
    metricLabels: metricLabelsAllowlist,
    rules: { groups: [{ name: "kubeflow", rules: alertsHere().map((name) => ruleOf(name, runbooks)) }] },
  };
}
