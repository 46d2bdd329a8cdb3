/** Reading digests and platforms of images from their registries; for the command line, no program imports it. */
export { RegistryClient } from "./client";
export { dockerCredentials } from "./credentials";
export { lockImages, type LockResult, type Unresolved } from "./lock-images";
