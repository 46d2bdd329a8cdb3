/** The manifest pipeline: source → render → transform → register. */
export { checkSource, locateSource, obtainSource, type Source, sourceWayOut } from "./source";
export { type Chart, chartCrds, type ChartCrdsOptions, mirroredChart } from "./charts";
export { compareDefinition, type DefinitionChange, type LostField, type StricterField } from "./crds/compare";
export { type Conversion, conversionsOf } from "./crds/conversions";
export { valuesAt } from "./crds/schema-path";
export type { CrdReference } from "./crds/store";
export {
  findRelease,
  foldersOf,
  isIn,
  type Release,
  releaseVersions,
  type ReleaseVersion,
  type Span,
} from "./releases";
export { type Rendered, render, type RenderOptions } from "./render";
export {
  arrayOf,
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  type Manifest,
  objectKey,
  objectOf,
  qualifiedName,
} from "./manifest";
export { applyTransforms, on, type Transform, without } from "./transforms/transform";
export { normalize } from "./transforms/normalize";
export {
  findImages,
  type FoundImage,
  type ImageLock,
  type ImageMap,
  lockedDigests,
  mapImages,
  readImageLock,
  requireDigests,
} from "./images";
export { changedFixedFields, type ChangedObject, compareObjects, type Difference } from "./difference";
export { fixedFields } from "./immutable";
export { type FolderCandidate, KustomizationFolders, movedFolders, type MovedFolder } from "./moved-folders";
export { KubeflowProvider } from "./provider";
export {
  KubernetesObject,
  type Overrides,
  type RegisteredManifests,
  registerManifests,
  tokenOf,
} from "./register";
export type { ReadinessGate } from "./gate/gate";
