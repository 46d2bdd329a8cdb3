import {
  applyTransforms,
  type CrdReference,
  type Manifest,
  mapImages,
  normalize,
  type Rendered,
  type Transform,
} from "../manifests";
import type { Component } from "./components";
import { checkRows, harden, hardeningManifests, type HardeningOptions } from "./hardening";
import type { Context, PartName, Setting } from "./part";

/** What the objects of a part are made from. */
export interface ObjectsArgs {
  readonly context: Context;
  /** The release's rendered kustomizations by their folder. */
  readonly rendered: ReadonlyMap<string, Rendered>;
  /** Definitions of the add-ons' charts by the add-on's name. */
  readonly chartCrds: ReadonlyMap<PartName, readonly CrdReference[]>;
}

/**
 * A component's objects as they are applied: upstream's after the component's own transforms, ours beside them, all of
 * them hardened, and then what happens to every part's objects.
 *
 * @throws Error where the release lacks an object that a transform or a row of the hardening is about
 */
export function componentObjects(
  component: Component,
  args: ObjectsArgs & { readonly common: readonly Transform[] },
): Manifest[] {
  const { context } = args;
  const { manifests } = renderedOf(component, args);
  const changed = applyTransforms(manifests, component.transforms?.(context) ?? []);
  const all = [...changed, ...(component.additions?.(context) ?? [])];
  return applyTransforms(
    context.config.hardening.enabled ? hardened(component, manifests, all, context) : all,
    args.common,
  );
}

function hardened(
  { name }: Component,
  rendered: readonly Manifest[],
  manifests: readonly Manifest[],
  context: Context,
): Manifest[] {
  checkRows(name, rendered);
  const options = hardeningOptions(context);
  const changed = applyTransforms(manifests, harden(options));
  return [...changed, ...hardeningManifests(changed, options)];
}

function hardeningOptions({ config, infra, has }: Context): HardeningOptions {
  const { replicas, priorityClasses } = config.hardening;
  return {
    replicas,
    priorityClasses,
    network: {
      metricsNamespaces: has("prometheus") ? ["monitoring"] : [],
      ...(infra.provider === "aws" && { apiServerPorts: [443] }),
      ...(infra.database.kind === "mysql" && { databasePort: infra.database.port }),
    },
  };
}

/** The folder that a component is rendered from under a configuration. */
export function targetOf({ target }: Component, setting: Setting): string {
  return typeof target === "string" ? target : target(setting);
}

/** What the release has of a component. @throws Error where it was not rendered */
export function renderedOf(
  component: Component,
  { rendered, context }: Pick<ObjectsArgs, "rendered" | "context">,
): Rendered {
  const target = targetOf(component, context);
  const result = rendered.get(target);
  if (result === undefined) {
    throw new Error(`component ${component.name} was not rendered from ${target}`);
  }
  return result;
}

/** What happens to every part's manifests. Which custom resources have no namespace, the CRDs tell. */
export function commonTransforms({ rendered, chartCrds, context }: ObjectsArgs): readonly Transform[] {
  const clusterScoped = new Set(
    [...[...rendered.values()].map(({ crds }) => crds), ...chartCrds.values()]
      .flat()
      .filter((crd) => !crd.namespaced)
      .map((crd) => `${crd.group}/${crd.kind}`),
  );
  return [
    ...normalize((group, kind) => clusterScoped.has(`${group}/${kind}`)),
    mapImages({ registries: context.config.images.registries, mirror: context.config.images.mirror }),
  ];
}
