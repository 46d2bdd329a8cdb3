import type { Chart } from "../../manifests";
import type { Context, Part, Setting } from "../part";
import type { AddonName } from "./names";

/**
 * Values of a chart. Each add-on's file has an interface of those that it sets; values.test.ts looks every one of them
 * up in the chart's own.
 */
export type ChartValues = object;

/** One Helm chart as data: which, with what values, what comes beside it. */
export interface Addon extends Part<AddonName> {
  /** The pinned chart (platform/addons/charts.ts). */
  readonly chart: Chart;
  /** Namespace that it is installed in; made by the add-on itself unless it is there in every cluster. */
  readonly namespace: string;
  /** Whether an environment has it that doesn't say so; a switch in configuration goes first. */
  readonly enabledByDefault: (setting: Setting) => boolean;
  /** The same in words, for the reference: what follows `Default:`. */
  readonly defaultText: string;
  /** Values that differ from the chart's own. */
  readonly values: (context: Context) => ChartValues;
  /** Webhook configurations of the chart which must be able to answer before the add-on counts as ready. */
  readonly webhooks?: { readonly validating?: readonly string[]; readonly mutating?: readonly string[] };
  /**
   * Whether parts that come after it wait for the custom resources among its additions too, and go before these when
   * everything is destroyed: nodes, say. Default: false.
   */
  readonly offersResources?: boolean;
}
