import * as fs from "node:fs";
import * as path from "node:path";
import * as yaml from "js-yaml";
import { alerts } from "../../platform/observability/alerts/catalogue";
import { type AlertName, alertNames } from "../../platform/observability/alerts/names";
import { ruleOf, runbookOf } from "../../platform/observability/alerts/rules";
import { panels } from "../../platform/observability/panels";
import { withVariables } from "../../platform/observability/promql";
import type { AlertCase, Series } from "./alert-cases";

/** Where alerts' links lead in these tests. */
const runbooks = "docs/runbooks.md";

/** Tenants of the samples. */
export const tenants = ["team-a", "team-b"] as const;

/** Every question of the catalogue of panels to one source, as Grafana would send it. */
export function questions(source: "prometheus" | "loki"): { readonly name: string; readonly expr: string }[] {
  return Object.entries(panels)
    .filter(([, panel]) => panel.source === source)
    .flatMap(([name, { queries }]) =>
      queries.map(({ expr }, index) => ({
        name: queries.length === 1 ? name : `${name}[${index}]`,
        expr: withVariables(expr, { namespaces: tenants }),
      })),
    );
}

/** Writes all alerts, and all panels' questions as recording rules, which promtool reads in the same way. */
export function writeRules(folder: string): string {
  const file = path.join(folder, "rules.yaml");
  const recorded = questions("prometheus").map(({ name, expr }) => ({
    record: `panel:${name.replace(/\W+/g, "_")}`,
    expr,
  }));
  const groups = [
    { name: "alerts", rules: alertNames.map((name) => ruleOf(name, runbooks)) },
    { name: "panels", rules: recorded },
  ];
  write(file, { groups });
  return file;
}

/** Writes what promtool tests of an alert: that it fires, and that it is quiet. */
export function writeTest(folder: string, name: AlertName, of: AlertCase): string {
  const rules = path.join(folder, "alert.yaml");
  write(rules, { groups: [{ name: "alert", rules: [ruleOf(name, runbooks)] }] });
  const labels = { severity: alerts[name].severity, ...of.labels };
  const annotations = { summary: of.summary, runbook_url: runbookOf(name, runbooks) };
  const test = (series: Series, alertsThen: unknown[]) => ({
    interval: "1m",
    input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
    alert_rule_test: [{ eval_time: of.at, alertname: name, exp_alerts: alertsThen }],
  });
  const file = path.join(folder, "test.yaml");
  write(file, {
    rule_files: [rules],
    evaluation_interval: "1m",
    tests: [test(of.series, [{ exp_labels: labels, exp_annotations: annotations }]), test(of.quiet, [])],
  });
  return file;
}

function write(file: string, document: object): void {
  fs.writeFileSync(file, yaml.dump(document, { noRefs: true, lineWidth: -1 }));
}
