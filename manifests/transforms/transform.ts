import type { Manifest } from "../manifest";

/** A pure function from one manifest to the one that is applied in its place, or to nothing. */
export type Transform = (manifest: Manifest) => Manifest | undefined;

/** Sends every manifest through all transforms in their order. */
export function applyTransforms(
  manifests: readonly Manifest[],
  transforms: readonly Transform[],
): Manifest[] {
  return manifests.flatMap((manifest) => {
    const result = transforms.reduce<Manifest | undefined>(
      (current, transform) => (current === undefined ? undefined : transform(current)),
      manifest,
    );
    return result ?? [];
  });
}

/** Which objects a transform is meant for: all the given fields must match. */
export interface Target {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A transform that changes one object and leaves the others alone. */
export function on(target: Target, change: Transform): Transform {
  return (manifest) => (matches(target, manifest) ? change(manifest) : manifest);
}

/** A transform that leaves one object out. */
export function without(target: Target): Transform {
  return on(target, () => undefined);
}

function matches(target: Target, { kind, metadata }: Manifest): boolean {
  return (
    kind === target.kind &&
    metadata.name === target.name &&
    (target.namespace === undefined || metadata.namespace === target.namespace)
  );
}
