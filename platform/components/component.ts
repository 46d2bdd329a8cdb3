import type { Overrides, Transform } from "../../manifests";
import type { Credentials } from "../auth/credentials";
import type { PlatformConfig } from "../config";
import type { ComponentName } from "./names";

/** What a component may look at when it decides on its transforms and credentials. */
export interface Context {
  readonly config: PlatformConfig;
  readonly credentials: Credentials;
  /** True where pods are simulated and nothing runs in them. */
  readonly simulated: boolean;
}

/** One Kubeflow component as data: what it installs from, what it needs first, what is changed in it. */
export interface Component {
  readonly name: ComponentName;
  /** As people call it. */
  readonly title: string;
  /** The kustomization's folder inside the release. */
  readonly target: string | ((config: PlatformConfig) => string);
  /** Components that must be ready first; switching one of them off while this one is on is refused. */
  readonly requires: readonly ComponentName[];
  /** On unless configuration says otherwise. Default: true. */
  readonly enabledByDefault?: boolean;
  /** Changes to its manifests beyond the common ones. */
  readonly transforms?: (context: Context) => readonly Transform[];
  /** What takes the place of upstream's literal credentials, by object. */
  readonly overrides?: (context: Context) => Overrides;
}
