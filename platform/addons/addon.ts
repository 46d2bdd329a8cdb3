import type { Chart, JsonObject } from "../../manifests";
import type { Context, Part, Setting } from "../part";
import type { AddonName } from "./names";

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
  readonly values: (context: Context) => JsonObject;
  /** Webhook configurations of the chart which must be able to answer before the add-on counts as ready. */
  readonly webhooks?: { readonly validating?: readonly string[]; readonly mutating?: readonly string[] };
}
