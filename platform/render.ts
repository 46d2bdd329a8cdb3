import * as pulumi from "@pulumi/pulumi";
import { readEnvironment } from "../config/environment";
import { UserError } from "../config/errors";
import { findRelease, isObject, locateSource, type Rendered, render, type RenderOptions } from "../manifests";
import type { Component } from "./components";
import type { PlatformConfig } from "./config";
import { targetOf } from "./kubeflow";

/** Settings of {@link renderComponents}. */
export interface RenderComponentsOptions extends Partial<RenderOptions> {
  /** True where pods are simulated. */
  readonly simulated: boolean;
}

/**
 * Renders what the selected components install from; a release is rendered once a machine.
 *
 * @throws UserError where the manifests can't be had, or are not fit for a cluster that runs pods
 */
export async function renderComponents(
  components: readonly Component[],
  config: PlatformConfig,
  options: RenderComponentsOptions,
): Promise<Map<string, Rendered>> {
  const environment = options.environment ?? readEnvironment();
  const source = locateSource(findRelease(config.release), environment);
  const targets = components.map((component) => targetOf(component, config));
  const rendered = await render(source, targets, { ...options, environment });
  if (!options.simulated) {
    refusePlaceholders(rendered);
  }
  return rendered;
}

/**
 * A mirror may leave the profile controller's script out and say so in its place. Simulated pods don't mind;
 * on a real cluster no namespace would get its pipeline resources. A preview only warns: nothing is installed by it.
 */
function refusePlaceholders(rendered: ReadonlyMap<string, Rendered>): void {
  for (const { manifests } of rendered.values()) {
    for (const { kind, metadata, data } of manifests) {
      const script = kind === "ConfigMap" && isObject(data) ? data["sync.py"] : undefined;
      if (typeof script === "string" && !script.includes("def ")) {
        const refusal = new UserError(
          `ConfigMap ${metadata.name} of this mirror holds a placeholder in place of the pipelines profile controller's sync.py: pods that run need the real one`,
          "unset MANIFESTS_MIRROR (and move ./mirror away) so that the release comes from git, or complete the mirror",
        );
        if (!pulumi.runtime.isDryRun()) {
          throw refusal;
        }
        void pulumi.log.warn(refusal.message);
      }
    }
  }
}
