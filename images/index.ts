/** Container images: what their references say, and where an environment has them. */
export { type ImageChange, imageChanges, lastPartOf, repositoryOf } from "./changes";
export { imageParts, type ImageParts, type ImageSources, mapImage } from "./map";
export {
  canonicalReference,
  formatReference,
  type ImageReference,
  nameOf,
  parseReference,
  referencePattern,
} from "./reference";
