import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import {
  GraphGradientMode,
  LegendDisplayMode,
  LegendPlacement,
  StackingMode,
} from "@grafana/grafana-foundation-sdk/common";
import { StackingConfigBuilder, VizLegendOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as logs from "@grafana/grafana-foundation-sdk/logs";
import * as loki from "@grafana/grafana-foundation-sdk/loki";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { layout } from "./layout";
import { type Panel, type Query, widths } from "./panel";
import type { Page, Placed } from "./pages";
import { TENANT_LABEL } from "./resource-state";

/** Data sources by the identifiers that the chart gives them (prometheus) and platform/addons/grafana-values.ts (loki). */
const sources: Readonly<Record<Panel["source"], DataSourceRef>> = {
  prometheus: { type: "prometheus", uid: "prometheus" },
  loki: { type: "loki", uid: "loki" },
};

/** Height of a panel in Grafana's rows. */
const heights: Readonly<Record<Panel["kind"], number>> = { stat: 4, timeseries: 8, table: 9, logs: 10 };

/** A page as Grafana reads it from a file: the first version of its schema, which classic provisioning takes. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly editable: boolean;
  readonly schemaVersion: number;
  readonly time: { readonly from: string; readonly to: string };
  readonly refresh: string;
  readonly templating: { readonly list: readonly dashboard.VariableModel[] };
  readonly links: readonly dashboard.DashboardLink[];
  readonly panels: readonly dashboard.Panel[];
}

/** Identifier of a page, and with it its address: `/grafana/d/<uid>`. */
export function uidOf({ name }: Pick<Page, "name">): string {
  return `kubeflow-${name}`;
}

/** A page as Grafana draws it. */
export function dashboardOf(page: Page): Dashboard {
  const places = layout(
    page.panels.map(({ width, panel }) => ({ w: widths[width], h: heights[panel.kind] })),
  );
  return {
    uid: uidOf(page),
    title: page.title,
    tags: ["kubeflow"],
    editable: false,
    schemaVersion: 42,
    time: { from: "now-6h", to: "now" },
    refresh: "1m",
    templating: { list: variablesOf(page) },
    links: [
      new dashboard.DashboardLinkBuilder("Kubeflow")
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(["kubeflow"])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true)
        .build(),
    ],
    panels: page.panels.flatMap((placed, index) => {
      const place = places[index];
      return place === undefined ? [] : [{ ...panelOf(placed), id: index + 1, gridPos: place }];
    }),
  };
}

/** The namespaces to choose from, and the text to look for where there are logs. */
function variablesOf({ namespaces, panels }: Page): dashboard.VariableModel[] {
  const has = (source: Panel["source"]) => panels.some(({ panel }) => panel.source === source);
  return [
    namespaces === undefined ? tenants() : chosenFrom(namespaces),
    ...(has("loki")
      ? [new dashboard.TextBoxVariableBuilder("search").label("Search").defaultValue("").build()]
      : []),
  ];
}

const everything = { selected: true, text: "All", value: "$__all" };

/** The metric and label by which kube-state-metrics tells the namespaces of tenants from all others. */
export const tenantNamespaces = `kube_namespace_labels{label_${TENANT_LABEL.replace(/[./-]/g, "_")}="kubeflow-profile"}`;

function tenants(): dashboard.VariableModel {
  return new dashboard.QueryVariableBuilder("namespace")
    .label("Namespace")
    .datasource(sources.prometheus)
    .query(`label_values(${tenantNamespaces}, namespace)`)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .current(everything)
    .build();
}

function chosenFrom(namespaces: readonly string[]): dashboard.VariableModel {
  return new dashboard.CustomVariableBuilder("namespace")
    .label("Namespace")
    .values(namespaces.join(","))
    .multi(true)
    .includeAll(true)
    .current(everything)
    .allowCustomValue(false)
    .build();
}

function panelOf({ panel, title }: Placed): dashboard.Panel {
  const common = { title, description: panel.description };
  switch (panel.kind) {
    case "timeseries": {
      const builder = described(new timeseries.PanelBuilder(), common, panel)
        .fillOpacity(panel.stacked === true ? 40 : 10)
        .gradientMode(GraphGradientMode.None)
        .stacking(
          new StackingConfigBuilder().mode(panel.stacked === true ? StackingMode.Normal : StackingMode.None),
        )
        .legend(
          new VizLegendOptionsBuilder()
            .showLegend(true)
            .displayMode(LegendDisplayMode.List)
            .placement(LegendPlacement.Bottom),
        )
        .min(0);
      return panel.queries
        .reduce((all, query, i) => all.withTarget(target(panel, query, i)), builder)
        .build();
    }
    case "stat": {
      const builder = described(new stat.PanelBuilder(), common, panel).thresholds(thresholds(panel));
      return panel.queries
        .reduce((all, query, i) => all.withTarget(target(panel, query, i)), builder)
        .build();
    }
    case "table": {
      const builder = described(new table.PanelBuilder(), common, panel);
      return panel.queries
        .reduce((all, query, i) => all.withTarget(target(panel, query, i)), builder)
        .build();
    }
    case "logs": {
      const builder = new logs.PanelBuilder()
        .title(title)
        .description(panel.description)
        .datasource(sources[panel.source])
        .showTime(true)
        .wrapLogMessage(true)
        .enableLogDetails(true);
      return panel.queries
        .reduce((all, query, i) => all.withTarget(target(panel, query, i)), builder)
        .build();
    }
  }
}

/** What builders of all panels that show numbers have. */
interface Builder {
  title(title: string): this;
  description(description: string): this;
  datasource(source: DataSourceRef): this;
  unit(unit: string): this;
}

function described<Of extends Builder>(
  builder: Of,
  { title, description }: Pick<Panel, "title" | "description">,
  { source, unit }: Panel,
): Of {
  const named = builder.title(title).description(description).datasource(sources[source]);
  return unit === undefined ? named : named.unit(unit);
}

function thresholds({ redFrom }: Panel): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps([
    // Grafana's first step has no value: everything below the second.
    { value: null, color: redFrom === undefined ? "text" : "green" },
    ...(redFrom === undefined ? [] : [{ value: redFrom, color: "red" }]),
  ]);
}

/** Letters, as Grafana names the queries of a panel. */
function refId(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

function target(panel: Panel, { expr, legend }: Query, index: number) {
  if (panel.source === "loki") {
    const query = new loki.DataqueryBuilder().refId(refId(index)).expr(expr).queryType("range");
    return legend === undefined ? query : query.legendFormat(legend);
  }
  const query = new prometheus.DataqueryBuilder().refId(refId(index)).expr(expr);
  const named = legend === undefined ? query : query.legendFormat(legend);
  return panel.kind === "table"
    ? named.instant().format(prometheus.PromQueryFormat.Table)
    : panel.kind === "stat"
      ? named.instant()
      : named.range();
}
