import { readEnvironment } from "../../config/environment";
import { UserError } from "../../config/errors";
import {
  applyTransforms,
  checkSource,
  findRelease,
  locateSource,
  type Manifest,
  objectKey,
  render,
  type Rendered,
} from "../../manifests";
import { catalogue, type ComponentName } from "../components";
import { renderedOf, targetsOf } from "../objects";
import type { Context } from "../part";

/** What a component of a real release looks like before and after its own transforms. */
export interface Changed {
  readonly before: ReadonlyMap<string, Manifest>;
  /** With the component's additions. */
  readonly after: ReadonlyMap<string, Manifest>;
}

/**
 * Renders kustomizations of a release.
 *
 * @returns why this machine can't, where it can't: the release's manifests or a program to render them are missing
 */
export async function renderedRelease(
  version: string,
  targets: readonly string[],
): Promise<ReadonlyMap<string, Rendered> | string> {
  const environment = readEnvironment();
  const source = locateSource(findRelease(version), environment);
  const missing = await checkSource(source);
  if (missing !== undefined) {
    return missing;
  }
  try {
    return await render(source, targets, { environment });
  } catch (error) {
    // Without kustomize on PATH only what was rendered before can be had.
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}

/**
 * Renders a component of the release that a context names, and applies its transforms.
 *
 * @returns why this machine can't, where it can't: the release's manifests or a program to render them are missing
 */
export async function changedBy(name: ComponentName, context: Context): Promise<Changed | string> {
  const component = catalogue[name];
  const rendered = await renderedRelease(context.config.release, targetsOf(component, context));
  if (typeof rendered === "string") {
    return rendered;
  }
  const { manifests } = renderedOf(component, { rendered, context });
  const changed = applyTransforms(manifests, component.transforms?.(context) ?? []);
  const additions = component.additions?.(context) ?? [];
  return { before: byKey(manifests), after: byKey([...changed, ...additions]) };
}

/** Keys of the objects that a component's transforms change, without those that it adds. */
export function changedKeys({ before, after }: Changed): string[] {
  return [...before].flatMap(([key, manifest]) =>
    JSON.stringify(manifest) === JSON.stringify(after.get(key)) ? [] : [key],
  );
}

/** Keys of the objects that a component adds. */
export function addedKeys({ before, after }: Changed): string[] {
  return [...after.keys()].filter((key) => !before.has(key));
}

function byKey(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  return new Map(manifests.map((manifest) => [objectKey(manifest), manifest]));
}
