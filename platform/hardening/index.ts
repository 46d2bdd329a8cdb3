/** Hardening: what the release's pods may do, how many there are, who reaches them. Tables with reasons, and code. */
export { checkRows, harden, hardeningManifests, withoutRow } from "./harden";
export type { HardeningOptions, NetworkOptions } from "./options";
export { priorityClasses } from "./priority-classes";
