/** Container images: where manifests name them, what they are sent to, which digests they are held to. */
export { imageLockFile, type ImageLock, type LockedImage, lockedDigests, readImageLock } from "./lock";
export { type ImageMap, mapImages } from "./map";
export { requireDigests } from "./require";
export { findImages, type FoundImage } from "./rewrite";
