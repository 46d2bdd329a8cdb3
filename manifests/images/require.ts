import { UserError } from "../../config/errors";
import { type DigestPolicy, type ImageLock, lockedDigests } from "./lock";
import { canonicalReference, parseReference } from "../../images";
import type { FoundImage } from "./rewrite";

/** What {@link requireDigests} looks at. */
export interface DigestRule {
  /** See `kubeflow-platform:images.digests`. */
  readonly policy: DigestPolicy;
  readonly lock: ImageLock;
  /** Objects whose images keep their tags, see `ImageMap.tagOnly`. Default: none. */
  readonly tagOnly?: ReadonlySet<string>;
}

/**
 * The digests for the image map, once it is certain that they are enough: under `required` every image has one,
 * upstream's own or the lock's. Under `preferred` those that are known are taken, under `none` none is.
 *
 * @param images before they are mapped: the lock knows upstream's names
 * @throws UserError listing every image without a digest, under `required`
 */
export function requireDigests(
  images: readonly FoundImage[],
  { policy, lock, tagOnly }: DigestRule,
): ReadonlyMap<string, string> {
  const digests = lockedDigests(policy, lock);
  if (policy !== "required") {
    return digests;
  }
  const missing = new Map<string, string>();
  for (const { reference, object, place } of images) {
    const canonical = parseReference(reference) === undefined ? reference : canonicalReference(reference);
    const held = canonical.includes("@sha256:") || digests.has(canonical);
    if (!held && tagOnly?.has(object) !== true && !missing.has(canonical)) {
      missing.set(canonical, `${object} ${place}`);
    }
  }
  if (missing.size > 0) {
    const list = [...missing].sort().map(([reference, where]) => `\n    ${reference}  (${where})`);
    throw new UserError(
      `kubeflow-platform:images.digests is "required", but images.lock.json has no digest of ${missing.size === 1 ? "one image" : `${missing.size} images`}:${list.join("")}`,
      `where the registries can be reached: npm run manifests -- lock; or set images.digests to "preferred" to take tags for them`,
    );
  }
  return digests;
}
