/** The add-ons beside Kubeflow, each a Helm chart in a file of its own. */
export type { Addon } from "./addon";
export { addons } from "./catalogue";
export { charts } from "./charts";
export { type AddonName, addonNames } from "./names";
