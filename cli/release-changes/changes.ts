import {
  compareDefinition,
  compareObjects,
  type CrdReference,
  type DefinitionChange,
  findImages,
  type Manifest,
  objectKey,
  type Rendered,
} from "../../manifests";
import type { KubeObject } from "../../kube/object";
import { type ImageChange, imageChanges } from "../../images";

/** A component as one release has it. */
export type RenderedComponent = Pick<Rendered, "crds" | "manifests">;

/** What another release changes in a component. Objects are `<kind>/<namespace>/<name>`. */
export interface ComponentChanges {
  readonly title: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** Deleted and made anew, with the fields that make it so. */
  readonly replaced: readonly { readonly object: string; readonly fields: readonly string[] }[];
  readonly same: number;
  readonly images: readonly ImageChange[];
  readonly definitions: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** Definitions that differ; those that lose nothing and are no stricter have empty lists. */
    readonly changed: readonly DefinitionChange[];
  };
}

/** Compares a component of one release with that of another. @param definition reads a definition by its digest */
export async function changesOf(
  title: string,
  before: RenderedComponent,
  after: RenderedComponent,
  definition: (digest: string) => Promise<KubeObject>,
): Promise<ComponentChanges> {
  const { added, removed, changed, same } = compareObjects(before.manifests, after.manifests);
  return {
    title,
    added: keysOf(added),
    removed: keysOf(removed),
    changed: keysOf(changed.filter(({ fixed }) => fixed.length === 0).map((one) => one.after)),
    replaced: changed
      .filter(({ fixed }) => fixed.length > 0)
      .map((one) => ({ object: objectKey(one.after), fields: one.fixed })),
    same,
    images: imageChanges(imagesOf(before.manifests), imagesOf(after.manifests)),
    definitions: await definitionChanges(before.crds, after.crds, definition),
  };
}

/** Whether a component is the same in both releases. */
export function isSame({ added, removed, changed, replaced, definitions }: ComponentChanges): boolean {
  const lists = [
    added,
    removed,
    changed,
    replaced,
    definitions.added,
    definitions.removed,
    definitions.changed,
  ];
  return lists.every((list) => list.length === 0);
}

async function definitionChanges(
  before: readonly CrdReference[],
  after: readonly CrdReference[],
  definition: (digest: string) => Promise<KubeObject>,
): Promise<ComponentChanges["definitions"]> {
  const missing = (from: readonly CrdReference[], others: readonly CrdReference[]) =>
    from.filter(({ name }) => others.every((other) => other.name !== name)).map(({ name }) => name);
  const pairs = before.flatMap((old) => {
    const next = after.find(({ name }) => name === old.name);
    return next === undefined || next.digest === old.digest ? [] : [{ old, next }];
  });
  return {
    added: missing(after, before),
    removed: missing(before, after),
    changed: await Promise.all(
      pairs.map(async ({ old, next }) =>
        compareDefinition(await definition(old.digest), await definition(next.digest)),
      ),
    ),
  };
}

function imagesOf(manifests: readonly Manifest[]): readonly string[] {
  return [...new Set(findImages(manifests).map(({ reference }) => reference))].sort();
}

function keysOf(manifests: readonly Manifest[]): readonly string[] {
  return manifests.map(objectKey).sort();
}
