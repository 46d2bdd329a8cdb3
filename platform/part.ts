import type { InfraOutputs } from "../contract";
import type { Manifest, Overrides } from "../manifests";
import type { AddonName } from "./addons/names";
import type { Credentials } from "./auth/credentials";
import type { ComponentName } from "./components/names";
import type { PlatformConfig } from "./config";

/** Something that the platform installs: one of Kubeflow's components, or an add-on beside it. */
export type PartName = ComponentName | AddonName;

/** What an environment is like: plain values, known before anything is registered. */
export interface Setting {
  readonly config: PlatformConfig;
  /** What the infra stack exports. */
  readonly infra: InfraOutputs;
}

/** What a part may look at when it decides on what it installs. */
export interface Context extends Setting {
  /** Whether a part is installed in this environment. */
  readonly has: (part: PartName) => boolean;
  /** Told the image behind each reference in charts' values, as its publisher names it; for lists of all images. */
  readonly noteImage?: (reference: string) => void;
}

/** What components and add-ons have in common. */
export interface Part<Name extends PartName> {
  readonly name: Name;
  /** As people call it. */
  readonly title: string;
  /** Parts that must be ready first; switching one of them off while this one is on is refused. */
  readonly requires: readonly PartName[];
  /** Further such parts, which only some environments need. */
  readonly requiresHere?: (setting: Setting) => readonly PartName[];
  /** Parts that this one waits for where they are on, and does without where they are off. */
  readonly after?: readonly PartName[];
  /**
   * Objects of ours that belong to it. They are registered in the stages of manifests/stages.ts: those of kinds that
   * the part itself serves come when it is ready.
   */
  readonly additions?: (context: Context) => readonly Manifest[];
  /** Fields that are only known while the program runs, such as generated credentials, by object. */
  readonly overrides?: (context: Context, credentials: Credentials) => Overrides;
}
