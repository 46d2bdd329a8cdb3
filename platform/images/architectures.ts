import { canonicalReference, parseReference } from "../../images";
import type { ImageLock } from "../../manifests";
import { families } from "./families";
import { type Architecture, architectures, type ImageFamily } from "./family";

/** Where every image is certain to run: upstream publishes nothing that is not for it. */
const certain: readonly Architecture[] = ["amd64"];

/**
 * The architectures that all of these images run on: of each what the lock says, else what upstream's release says,
 * else `amd64` alone. They are upstream's references, before the image map.
 *
 * @throws Error where no node could run them all
 */
export function architecturesOf(references: readonly string[], lock?: ImageLock): readonly Architecture[] {
  const common = architectures.filter((architecture) =>
    references.every((reference) => architecturesOfImage(reference, lock).includes(architecture)),
  );
  if (common.length === 0) {
    throw new Error(`no architecture has images of all of ${references.join(", ")}`);
  }
  return common;
}

/** The table's row of an image; undefined where there is none. */
export function familyOf(reference: string): ImageFamily | undefined {
  const parsed = parseReference(reference);
  if (parsed === undefined) {
    return undefined;
  }
  const { registry, repository, tag, digest } = parsed;
  return families.find(
    (family) =>
      family.registry === registry &&
      family.repositories.includes(repository) &&
      (family.tag === undefined || (digest === undefined && family.tag === (tag ?? "latest"))),
  );
}

function architecturesOfImage(reference: string, lock: ImageLock | undefined): readonly Architecture[] {
  const canonical = parseReference(reference) === undefined ? undefined : canonicalReference(reference);
  const platforms = canonical === undefined ? undefined : lock?.images[canonical]?.platforms;
  if (platforms !== undefined) {
    return architectures.filter((architecture) => platforms.includes(`linux/${architecture}`));
  }
  const published = familyOf(reference)?.architectures ?? "unknown";
  return published === "unknown" ? certain : published;
}
