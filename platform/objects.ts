import {
  applyTransforms,
  type CrdReference,
  findImages,
  foldersOf,
  type FoundImage,
  type Manifest,
  mapImages,
  normalize,
  readImageLock,
  type Rendered,
  type Transform,
} from "../manifests";
import type { Component } from "./components";
import { checkRows, harden, hardeningManifests, type HardeningOptions } from "./hardening";
import { digestsFor, imageMapOf, nameUnnamedImages, respectArchitectures, tagOnlyImages } from "./images";
import type { Context, PartName, Setting } from "./part";
import { type AnyPart, isAddon } from "./parts";

/** What the objects of a part are made from. */
export interface ObjectsArgs {
  readonly context: Context;
  /** What is installed. */
  readonly parts: readonly AnyPart[];
  /** The release's rendered kustomizations by their folder. */
  readonly rendered: ReadonlyMap<string, Rendered>;
  /** Definitions of the add-ons' charts by the add-on's name. */
  readonly chartCrds: ReadonlyMap<PartName, readonly CrdReference[]>;
}

/**
 * Every part's objects as they are applied: upstream's after the component's own transforms, ours beside them, all of
 * them hardened, and each image where this environment has it.
 *
 * @throws Error where the release lacks an object that a transform or a row of the hardening is about
 * @throws UserError where images have to be named by digest and some have none
 */
export function objectsOf(args: ObjectsArgs): ReadonlyMap<PartName, readonly Manifest[]> {
  const { context } = args;
  const drafts = draftsOf(args);
  const digests = digestsFor(context, () => imagesOf(args, drafts));
  const toImages = mapImages({ ...imageMapOf(context), digests, tagOnly: tagOnlyImages });
  return new Map([...drafts].map(([name, objects]) => [name, applyTransforms(objects, [toImages])]));
}

/** The same with images as upstream names them. */
export function draftsOf(args: ObjectsArgs): ReadonlyMap<PartName, readonly Manifest[]> {
  const { context, parts } = args;
  const common = commonTransforms(args);
  return new Map(
    parts.map((part) => {
      const own = isAddon(part) ? (part.additions?.(context) ?? []) : componentObjects(part, args);
      return [part.name, applyTransforms(own, common)];
    }),
  );
}

/** Every image that an environment pulls for its platform, in objects and in charts' values, as upstream names it. */
export function imagesOf(
  { parts, context }: ObjectsArgs,
  drafts: ReadonlyMap<PartName, readonly Manifest[]>,
): readonly FoundImage[] {
  const inCharts = context.infra.cluster.simulated
    ? []
    : parts.filter(isAddon).flatMap((addon) => {
        const references: string[] = [];
        addon.values({ ...context, noteImage: (reference) => references.push(reference) });
        return references.map((reference) => ({
          reference,
          object: `chart ${addon.chart.name}`,
          place: "values",
        }));
      });
  return [...findImages([...drafts.values()].flat()), ...inCharts];
}

function componentObjects(component: Component, args: ObjectsArgs): readonly Manifest[] {
  const { context } = args;
  const { manifests } = renderedOf(component, args);
  const changed = applyTransforms(manifests, component.transforms?.(context) ?? []);
  const all = [...changed, ...(component.additions?.(context) ?? [])];
  return context.config.hardening.enabled ? hardened(component, manifests, all, context) : all;
}

function hardened(
  { name }: Component,
  rendered: readonly Manifest[],
  manifests: readonly Manifest[],
  context: Context,
): Manifest[] {
  checkRows(name, rendered, context.config.release);
  const options = hardeningOptions(context);
  const changed = applyTransforms(manifests, harden(options));
  return [...changed, ...hardeningManifests(changed, options)];
}

function hardeningOptions({ config, infra, has }: Context): HardeningOptions {
  const { replicas, priorityClasses } = config.hardening;
  return {
    release: config.release,
    replicas,
    priorityClasses,
    network: {
      metricsNamespaces: has("prometheus") ? ["monitoring"] : [],
      ...(infra.provider === "aws" && { apiServerPorts: [443] }),
      ...(infra.database.kind === "mysql" && { databasePort: infra.database.port }),
    },
  };
}

/** The folders that a component is rendered from under a configuration, in the release that it names. */
export function targetsOf({ target }: Component, setting: Setting): readonly string[] {
  return foldersOf(setting.config.release, typeof target === "string" ? target : target(setting));
}

/** What the release has of a component. @throws Error where it was not rendered */
export function renderedOf(
  component: Component,
  { rendered, context }: Pick<ObjectsArgs, "rendered"> & { readonly context: Setting },
): Pick<Rendered, "crds" | "manifests"> {
  const parts = targetsOf(component, context).map((target) => {
    const result = rendered.get(target);
    if (result === undefined) {
      throw new Error(`component ${component.name} was not rendered from ${target}`);
    }
    return result;
  });
  return {
    crds: parts.flatMap(({ crds }) => crds),
    manifests: parts.flatMap(({ manifests }) => manifests),
  };
}

/**
 * What happens to every part's objects before images are mapped: these transforms read upstream's names. Which custom
 * resources have no namespace, the CRDs tell.
 */
function commonTransforms({ context, rendered, chartCrds }: ObjectsArgs): readonly Transform[] {
  const clusterScoped = new Set(
    [...[...rendered.values()].map(({ crds }) => crds), ...chartCrds.values()]
      .flat()
      .filter((crd) => !crd.namespaced)
      .map((crd) => `${crd.group}/${crd.kind}`),
  );
  return [
    ...normalize((group, kind) => clusterScoped.has(`${group}/${kind}`)),
    ...nameUnnamedImages(context.config.release),
    respectArchitectures(readImageLock()),
  ];
}
