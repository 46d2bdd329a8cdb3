import type { Transform } from "../../manifests";
import type { Context, Part, Setting } from "../part";
import type { ComponentName } from "./names";

/** One Kubeflow component as data: what it installs from, what it needs first, what is changed in it. */
export interface Component extends Part<ComponentName> {
  /** The kustomization's folder inside the release. */
  readonly target: string | ((setting: Setting) => string);
  /** On unless configuration says otherwise. Default: true. */
  readonly enabledByDefault?: boolean;
  /** Changes to its manifests beyond the common ones. */
  readonly transforms?: (context: Context) => readonly Transform[];
}
