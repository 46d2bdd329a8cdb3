import { monitoring } from "../../addons/namespaces";
import type { Json, Manifest } from "../../../manifests";
import type { Context } from "../../part";
import { alerts } from "./catalogue";
import { type AlertName, alertNames } from "./names";

/** Where the section of an alert is, below the address of docs/runbooks.md. */
export function runbookOf(alert: AlertName, runbooks: string): string {
  return `${runbooks}#${alert.toLowerCase()}`;
}

/** The alerts of an environment: those whose exporters are there, without those that it switches off. */
export function alertsOf({ config, has }: Context): readonly AlertName[] {
  const { disabled } = config.observability.alerts;
  return alertNames.filter((name) => !disabled.includes(name) && alerts[name].needs.every(has));
}

/** The PrometheusRule with an environment's alerts. The operator reads those of all namespaces. */
export function alertRules(context: Context): Manifest[] {
  const { runbooks } = context.config.observability.alerts;
  const rules = alertsOf(context).map((name) => ruleOf(name, runbooks));
  return rules.length === 0
    ? []
    : [
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PrometheusRule",
          metadata: { name: "kubeflow", namespace: monitoring },
          spec: { groups: [{ name: "kubeflow", rules }] },
        },
      ];
}

/** One alert as Prometheus writes it. */
export function ruleOf(name: AlertName, runbooks: string): Json {
  const { expr, for: wait, severity, summary } = alerts[name];
  return {
    alert: name,
    expr,
    ...(wait !== undefined && { for: wait }),
    labels: { severity },
    annotations: { summary, runbook_url: runbookOf(name, runbooks) },
  };
}
