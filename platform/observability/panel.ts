import type { PartName } from "../part";

/** What a panel is about; there is a page for each. */
export const topics = [
  "pipelines",
  "training",
  "tuning",
  "serving",
  "resources",
  "queues",
  "costs",
  "logs",
  "health",
] as const;

/** See {@link topics}. */
export type Topic = (typeof topics)[number];

/** One question to a data source. */
export interface Query {
  /**
   * PromQL or LogQL. `$namespace` is the chosen namespaces as a regular expression, `$search` the text that is looked
   * for, both from the page's variables; `$__rate_interval` and `$__auto` are Grafana's own.
   */
  readonly expr: string;
  /** Name of each series, with `{{label}}`. Default: Grafana's, all labels. */
  readonly legend?: string;
}

/** How wide a panel is, of a page that is 24 columns wide. */
export const widths = { third: 8, half: 12, full: 24 } as const;

/** See {@link widths}. */
export type Width = keyof typeof widths;

/** A panel of the catalogue, before anything is drawn. */
export interface Panel {
  readonly title: string;
  /** What it shows and how that is counted, for whoever looks at it. */
  readonly description: string;
  readonly topic: Topic;
  /** `stat`: one number. `table`: the present values, one row each. */
  readonly kind: "timeseries" | "stat" | "table" | "logs";
  readonly source: "prometheus" | "loki";
  readonly queries: readonly Query[];
  /** Grafana's name of the unit, such as `percentunit`, `bytes` or `s`. Default: plain numbers. */
  readonly unit?: string;
  /** Whether series lie on top of one another. Default: false. */
  readonly stacked?: boolean;
  /** From which value on a number is shown in red. Default: never. */
  readonly redFrom?: number;
  /** Default: `half`; logs and tables `full`, numbers `third`. */
  readonly width?: Width;
  /** Parts whose exporters it asks. The panel is left out where one of them is off. */
  readonly needs: readonly PartName[];
}

/** The width of a panel that nobody gave another. */
export function widthOf({ width, kind }: Pick<Panel, "width" | "kind">): Width {
  return width ?? (kind === "stat" ? "third" : kind === "timeseries" ? "half" : "full");
}
