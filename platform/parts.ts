import { addonNames, addons } from "./addons";
import type { Addon } from "./addons";
import { catalogue, type Component, componentNames } from "./components";
import type { PartName } from "./part";

/** A component or an add-on. */
export type AnyPart = Component | Addon;

/** The names of all parts, in the order in which their dependencies let them start. */
export const partNames: readonly PartName[] = [...componentNames, ...addonNames];

/** Every part by its name. */
export const parts: Readonly<Record<PartName, AnyPart>> = { ...catalogue, ...addons };

/** True for an add-on: what is installed by Helm. */
export function isAddon(part: AnyPart): part is Addon {
  return "chart" in part;
}
