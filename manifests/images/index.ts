/** Container images: where manifests name them, what they are sent to, which digests they are held to. */
export { imageLockFile, type ImageLock, type LockedImage, lockedDigests, readImageLock } from "./lock";
export { type ImageMap, imageParts, type ImageParts, mapImage, mapImages } from "./map";
export { canonicalReference, type ImageReference, parseReference } from "./reference";
export { requireDigests } from "./require";
export { findImages, type FoundImage } from "./rewrite";
