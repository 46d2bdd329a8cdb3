import type { PartName } from "../../part";

/** How soon somebody should look: today, within hours, now. */
export const severities = ["info", "warning", "critical"] as const;

/** See {@link severities}. */
export type Severity = (typeof severities)[number];

/** An alert of the platform's own, before it is a rule of Prometheus. */
export interface Alert {
  /** PromQL: each series that it answers is one alert. */
  readonly expr: string;
  /** How long it must be so. Default: at once. */
  readonly for?: string;
  readonly severity: Severity;
  /** One sentence with Prometheus' templates: what is wrong, and where. */
  readonly summary: string;
  /** Parts whose exporters it asks; it is left out where one of them is off. */
  readonly needs: readonly PartName[];
}
