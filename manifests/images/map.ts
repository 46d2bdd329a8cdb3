import { type ImageSources, mapImage } from "../../images";
import { type Manifest, objectKey } from "../manifest";
import type { Transform } from "../transforms/transform";
import { rewriteImages } from "./rewrite";

/** Where images come from, and which of a release's objects keep tags. */
export interface ImageMap extends ImageSources {
  /** Objects (`<kind>/<namespace>/<name>`) whose images keep their tags alone: somebody puts them together at run time. */
  readonly tagOnly?: ReadonlySet<string> | undefined;
}

/** Sends every container image of an object, wherever it is named in it, through the image map. */
export function mapImages(map: ImageMap): Transform {
  if (isEmpty(map)) {
    return (manifest) => manifest;
  }
  const byTag = { ...map, digests: undefined };
  return (manifest: Manifest) => {
    const ours = map.tagOnly?.has(objectKey(manifest)) === true ? byTag : map;
    return rewriteImages(manifest, (reference) => mapImage(reference, ours));
  };
}

function isEmpty({ registries, mirror, digests }: ImageMap): boolean {
  return Object.keys(registries).length === 0 && mirror === undefined && (digests?.size ?? 0) === 0;
}
