import {
  type FoundImage,
  type ImageMap,
  lockedDigests,
  readImageLock,
  requireDigests,
} from "../../manifests";
import type { Setting } from "../part";
import { warnInPreview } from "../../config/preview";
import { tagOnlyImages } from "./unnamed";

/** Where an environment has its images: in infra's caches or mirror, and where configuration says, which goes first. */
export function imageMapOf({ config, infra }: Setting): Pick<ImageMap, "registries" | "mirror"> {
  return {
    registries: { ...infra.aws?.imageRegistries, ...config.images.registries },
    mirror: config.images.mirror ?? infra.aws?.imageMirror,
  };
}

/**
 * The digests that an environment holds its images to. A preview only warns of images without one: nothing is pulled
 * by it.
 *
 * @param images finds all of them, as upstream names them; asked only where one without a digest is refused
 * @throws UserError listing the images without a digest where configuration requires one
 */
export function digestsFor(
  { config }: Setting,
  images: () => readonly FoundImage[],
): ReadonlyMap<string, string> {
  const lock = readImageLock();
  const policy = config.images.digests;
  if (policy !== "required") {
    return lockedDigests(policy, lock);
  }
  try {
    return requireDigests(images(), { policy, lock, tagOnly: tagOnlyImages });
  } catch (error) {
    void warnInPreview(error);
    return lockedDigests(policy, lock);
  }
}
